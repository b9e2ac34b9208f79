#!/usr/bin/env python3
"""Prints how many test cases of a JUnit file passed and how many failed. Cases that were skipped are neither."""

import sys
import xml.etree.ElementTree as ElementTree


def main() -> None:
    passed = failed = 0
    for case in ElementTree.parse(sys.argv[1]).getroot().iter("testcase"):
        status = case.get("status")
        if status == "run":
            passed += 1
        elif status == "fail":
            failed += 1
    print(passed, failed)


main()
