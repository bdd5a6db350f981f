"""Monthly entry on the web, a file for each flow. Rights stand in seoulwork/accounts/rights.py."""
