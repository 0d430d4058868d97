"""The words of the trade: pure values, no input or output, no clock."""
