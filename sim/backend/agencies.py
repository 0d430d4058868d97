"""Agencies (社保经办机构) of the simulated province; codes and names are invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agency:
    """社保经办机构: of 人社 for pensions, of 医保 for medical insurances."""

    code: str
    name: str


JINAN = Agency("3701000000000001", "济南市社会保险事业中心（示例）")
QINGDAO = Agency("3702000000000001", "青岛市社会保险事业中心（示例）")
YANTAI = Agency("3706000000000001", "烟台市社会保险服务中心（示例）")
JINAN_MEDICAL = Agency("3701000000000002", "济南市医疗保险事业中心（示例）")
QINGDAO_MEDICAL = Agency("3702000000000002", "青岛市医疗保险事业中心（示例）")
YANTAI_MEDICAL = Agency("3706000000000002", "烟台市医疗保险事业中心（示例）")
