from pytm import TM, Server, Boundary as B
tm = TM("m", description='''long''')
net = B("Net")
a, b = 1, 2
for x in [Server("s"), Server(name="t", usesCache=True)]:
    x.inBoundary = net
    x.controls.isHardened = not True
if __name__ == "__main__":
    tm.process()
====
[{"SID": "X", "target": "Server", "condition": "1 < len(target.inputs) + 2 <= 3 if target.usesCache else target.name in ('s', \"t\")"}]
