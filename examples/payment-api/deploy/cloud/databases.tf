# Common to all three: encrypted under a key of ours, TLS required, sign-in by workload identity, no public address.
resource "aws_db_parameter_group" "payments" {
  name   = "payments-postgres16"
  family = "postgres16"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}

resource "aws_db_instance" "databases" {
  for_each = toset(["cards", "payments", "ledger"])

  identifier     = each.key
  engine         = "postgres"
  engine_version = "16"
  instance_class = "db.r6g.xlarge"

  allocated_storage = 500
  storage_encrypted = true
  kms_key_id        = aws_kms_key.databases[each.key].arn

  multi_az                            = true
  backup_retention_period             = 35
  deletion_protection                 = true
  publicly_accessible                 = false
  iam_database_authentication_enabled = true
  parameter_group_name                = aws_db_parameter_group.payments.name
  db_subnet_group_name                = aws_db_subnet_group.databases[each.key].name
  vpc_security_group_ids              = [aws_security_group.databases[each.key].id]

  username                    = "owner"
  manage_master_user_password = true
}

resource "aws_kms_key" "databases" {
  for_each = toset(["cards", "payments", "ledger"])

  description         = "Storage of the ${each.key} database"
  enable_key_rotation = true
}
