"""What the waits of [timing] are, in Chinese. Their usual values are those of the runtime."""

from __future__ import annotations

from types import MappingProxyType

WAITS = MappingProxyType(
    {
        "order_poll": ("查询付款", "等待付款时，两次查询的间隔"),
        "charge_patience": ("付款码扣款", "扫付款码以后，最多等扣款多久"),
        "close_patience": ("关闭订单", "最多试多久，关不掉就按结果未知处理"),
        "posting_patience": ("等待入账", "付款以后，缴费人最多等入账多久"),
        "follow_up": ("追查订单", "缴费人离开后，追查未完成订单的间隔"),
        "receipt_grace": ("补出小票", "断电重启后，多久以内的小票自动补出"),
        "service_poll": ("查询服务", "收缴服务正常时，两次查询的间隔"),
        "service_poll_down": ("查询服务（中断时）", "收缴服务中断时，两次查询的间隔"),
        "device_poll": ("查询设备", "两次查询设备的间隔"),
        "device_patience": ("设备无应答", "设备多久没有应答算失联"),
        "reopen_first": ("重连设备（最短）", "设备失联后，第一次重连前的等待"),
        "reopen_longest": ("重连设备（最长）", "设备失联后，两次重连之间最长的等待"),
        "acquirer_echo": ("联络收单机构", "没有人刷卡时，两次联络的间隔"),
        "acquirer_retry": ("联络收单机构（中断时）", "连不上或有待冲正时，两次联络的间隔"),
        "reversal_patience": ("等待冲正", "持卡人最多等冲正多久，之后按结果未知处理"),
        "card_reminder": ("取卡提示", "银行卡没取走时，两次提示音的间隔"),
        "report_heartbeat": ("上报状态", "没有变化时，两次上报的间隔"),
        "report_retry_first": ("重试上报（最短）", "报不上时，第一次重试前的等待"),
        "report_retry_longest": ("重试上报（最长）", "报不上时，两次重试之间最长的等待"),
    }
)
"""By its name in the file: what it is called, and what it means."""
