"""Payment platforms: WeChat Pay and Alipay, for the collection service and the citizen's phone."""
