"""办结率: figures by the metrics in force, and what stands behind them."""
