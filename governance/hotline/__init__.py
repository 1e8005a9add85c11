"""12345 tickets (热线工单), from receipt to closing."""
