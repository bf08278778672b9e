"""What is done with reports; each verb locks the report, asks the rules, writes, and records the act."""
