"""The talk with the acquirer (收单机构): what it is asked, and how much of it is believed."""
