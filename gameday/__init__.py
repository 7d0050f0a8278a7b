"""Drills: each makes a fault in a system of its own, and checks that it is detected, alerted, mitigated and recovered.

In: the names of drills, an empty folder. Out: for each drill what detected the fault, which alert fired, which commands
mitigated it, and the times. Never: touches documents, models or services outside that folder.
"""
