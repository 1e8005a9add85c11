"""What 案件 says: its records as sentences, its refusals as what to do."""

REFUSALS = {
    "cases.no_such_name": "没有叫“{name}”的{field}。请填写登记册或清单里的全称。",
}
