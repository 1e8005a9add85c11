"""办结率: figures by the metrics in force; every one opens to its cases."""
