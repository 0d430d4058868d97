"""Invented citizens, one for each case the domain knows, and the cards they carry.

None is meant to be a real person: names say 例, 样 or 示 or are proverbial like 张三 and 李四,
resident numbers use the codes of whole cities (370100, 370200 …) where real ones have a county,
permits use sequences from 990 up, and foreigners come from UTO, the specimen country of ICAO Doc
9303 (numeric 999). Check digits are computed here. What the collection service knows of them is
kept with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Literal

from kiosk.domain.check_digit import machine_readable_check_digit, resident_check_digit
from kiosk.domain.citizen import Sex
from kiosk.domain.identity import IdentityNumber, parse_identity_number

CardType = Literal[" ", "I", "J", "Y"]
"""Type flag of the card record: citizen, foreigner 2017, HK/Macao/Taiwan permit, foreigner 2023."""


class Case(Enum):
    """What a person is in the cast for; the value says it in Chinese."""

    FLEXIBLE_JINAN = "济南灵活就业人员"
    FLEXIBLE_QINGDAO = "青岛灵活就业人员"
    RARE_CHARACTER = "姓名含生僻字（基本平面）"
    SURROGATE_PAIR = "姓名含生僻字（代理对）"
    MINORITY_NAME = "少数民族姓名（间隔号）"
    OVER_SIXTY = "已满六十周岁"
    HK_PERMIT = "香港居民居住证"
    MACAO_PERMIT = "澳门居民居住证"
    TAIWAN_PERMIT = "台湾居民居住证"
    FOREIGNER_2017 = "外国人永久居留身份证（2017版）"
    FOREIGNER_2023 = "外国人永久居留身份证（2023版）"
    EXPIRED_CARD = "身份证已过期"
    LONG_TERM_CARD = "身份证长期有效"
    CHECK_DIGIT_X = "身份证号末位为X"
    WITHDRAWN_REGION = "行政区划代码已撤销"
    RESIDENT_ONLY = "仅参加城乡居民保险"
    NO_RECORD = "无自然人信息"
    SEVERAL_NUMBERS = "有多个个人参保编号"
    SUSPENDED = "参保已中断"
    DEDUCTION_IN_PROGRESS = "正在扣款中"
    PAID_WHOLE_YEAR = "全年已缴清"
    MINOR_STUDENT = "未成年学生"
    SEVERELY_DISABLED = "重度残疾人（百元档）"
    DOUBLE_COVER = "职工医保与居民医保重复参保"
    NO_ENROLMENT = "无参保登记"
    MEDICAL_ITEMS = "灵活就业医疗保险（多个险种）"
    SPECIAL_BILLS = "有特殊缴费单据"
    FLEXIBLE_ARREARS = "灵活就业有往年欠费"
    RESIDENT_ARREARS = "城乡居民有往年欠费"
    LOW_INCOME = "低保对象（居民医保减缴）"
    FULLY_FUNDED = "特困人员（居民医保全额资助）"
    OUTSIDE_WINDOW = "当地居民医保集中缴费期已过"
    RESIDENT_PAID = "城乡居民本年度已缴"
    RESIDENT_DEDUCTION = "城乡居民正在扣款中"
    LONG_HISTORY = "两类人群多年缴费记录"


@dataclass(frozen=True, slots=True)
class Person:
    """One invented citizen with the card they carry.

    ``name`` is the Chinese name (at most 15 UTF-16 units, empty for foreigners without one) and
    ``number`` the identity number as it is on the chip. ``nation_code`` is GB/T 3304 for citizens
    and blank for others. ``valid_to`` None means 长期. ``authority`` is the issuing authority, for
    the 2017 foreigner card its four-digit code. ``country`` is ISO 3166 alpha-3. ``issue_count``
    counts issues of a permit or renewals of a 2023 card. ``pass_number`` is the travel pass of a
    permit holder.
    """

    key: str
    name: str
    number: str
    sex: Sex
    nation_code: str
    birth: date
    address: str
    authority: str
    valid_from: date
    valid_to: date | None
    cases: tuple[Case, ...]
    card_type: CardType = " "
    english_name: str = ""
    country: str = ""
    pass_number: str = ""
    issue_count: str = ""
    note: str = ""

    @property
    def identity(self) -> IdentityNumber:
        """The number as the domain's own value."""
        return parse_identity_number(self.number)

    @property
    def called(self) -> str:
        """The name people and the service use: the Chinese one, or else the English one."""
        return self.name or self.english_name


_JINAN = ("山东省济南市示例区样本路1号2单元301室", "济南市公安局示例分局")
_QINGDAO = ("山东省青岛市样本区示例海路8号", "青岛市公安局样本分局")
_YANTAI = ("山东省烟台市样本县示例镇样板村12号", "样本县公安局")


def _number(prefix: str, birth: date, sequence: int) -> str:
    body = f"{prefix}{birth:%Y%m%d}{sequence:03d}"
    return body + resident_check_digit(body)


def _number_2017(country: str, region: str, birth: date, sequence: int) -> str:
    body = f"{country}{region}{birth:%y%m%d}{sequence}"
    return body + machine_readable_check_digit(body)


def _years_on(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


def _citizen(
    key: str,
    name: str,
    region: str,
    sequence: int,
    birth: date,
    issued: date,
    place: tuple[str, str],
    *cases: Case,
    nation_code: str = "01",
    note: str = "",
) -> Person:
    """A resident. The validity follows from the age at issue: 居民身份证法 article 5."""
    age = issued.year - birth.year - ((issued.month, issued.day) < (birth.month, birth.day))
    years = 5 if age < 16 else 10 if age <= 25 else 20 if age <= 45 else None
    address, authority = place
    return Person(
        key=key,
        name=name,
        number=_number(region, birth, sequence),
        sex=Sex.MALE if sequence % 2 else Sex.FEMALE,
        nation_code=nation_code,
        birth=birth,
        address=address,
        authority=authority,
        valid_from=issued,
        valid_to=None if years is None else _years_on(issued, years),
        cases=cases,
        note=note,
    )


def _permit(
    key: str, name: str, prefix: str, sequence: int, birth: date, pass_number: str, case: Case
) -> Person:
    """A holder of a residence permit (港澳台居民居住证), valid for five years."""
    issued = date(2024, 4, 15)
    address, authority = _JINAN
    return Person(
        key=key,
        name=name,
        number=_number(prefix, birth, sequence),
        sex=Sex.MALE if sequence % 2 else Sex.FEMALE,
        nation_code="",
        birth=birth,
        address=address,
        authority=authority,
        valid_from=issued,
        valid_to=_years_on(issued, 5),
        cases=(case,),
        card_type="J",
        pass_number=pass_number,
        issue_count="01",
    )


def _foreigner_2017(
    key: str, name: str, english_name: str, sequence: int, birth: date, sex: Sex
) -> Person:
    """A holder of the 2017 permanent-residence card, valid for ten years."""
    issued = date(2021, 9, 1)
    return Person(
        key=key,
        name=name,
        number=_number_2017("UTO", "3701", birth, sequence),
        sex=sex,
        nation_code="",
        birth=birth,
        address="",
        authority="3700",
        valid_from=issued,
        valid_to=_years_on(issued, 10),
        cases=(Case.FOREIGNER_2017,),
        card_type="I",
        english_name=english_name,
        country="UTO",
    )


def _foreigner_2023(key: str, name: str, english_name: str, sequence: int, birth: date) -> Person:
    """A holder of the 2023 permanent-residence card (五星卡), valid for ten years."""
    issued = date(2024, 1, 10)
    return Person(
        key=key,
        name=name,
        number=_number("937999", birth, sequence),
        sex=Sex.MALE if sequence % 2 else Sex.FEMALE,
        nation_code="",
        birth=birth,
        address="",
        authority="",
        valid_from=issued,
        valid_to=_years_on(issued, 10),
        cases=(Case.FOREIGNER_2023,),
        card_type="Y",
        english_name=english_name,
        country="UTO",
        issue_count="00",
    )


# fmt: off
PEOPLE: tuple[Person, ...] = (
    _citizen("zhang-san", "张三", "370100", 123, date(1990, 3, 7), date(2018, 6, 12), _JINAN,
             Case.FLEXIBLE_JINAN),
    _citizen("li-si", "李四", "370200", 246, date(1985, 11, 23), date(2016, 5, 3), _QINGDAO,
             Case.FLEXIBLE_QINGDAO),
    _citizen("wang-wu", "王五", "370100", 959, date(1988, 9, 15), date(2015, 8, 20), _JINAN,
             Case.FLEXIBLE_JINAN, Case.CHECK_DIGIT_X),
    _citizen("zhao-liu", "赵六", "370600", 211, date(1962, 4, 30), date(2012, 10, 8), _YANTAI,
             Case.OVER_SIXTY, Case.LONG_TERM_CARD, note="已满六十周岁，不能再缴城乡居民养老保险"),
    _citizen("qian-qi", "钱七", "370200", 318, date(1971, 12, 1), date(2019, 3, 25), _QINGDAO,
             Case.FLEXIBLE_QINGDAO, Case.LONG_TERM_CARD),
    _citizen("sun-ba", "孙八", "370100", 427, date(1983, 7, 19), date(2014, 9, 9), _JINAN,
             Case.SEVERAL_NUMBERS, note="在济南、青岛各有一个个人参保编号"),
    _citizen("zhou-jiu", "周九", "370100", 534, date(1979, 2, 14), date(2010, 11, 2), _JINAN,
             Case.SUSPENDED),
    _citizen("wu-shi", "吴十", "370200", 645, date(1992, 10, 10), date(2020, 7, 6), _QINGDAO,
             Case.DEDUCTION_IN_PROGRESS),
    _citizen("zheng-yi", "郑一", "370100", 752, date(1987, 1, 31), date(2017, 4, 18), _JINAN,
             Case.PAID_WHOLE_YEAR),
    _citizen("feng-er", "冯二", "370100", 863, date(1994, 6, 5), date(2022, 1, 4), _JINAN,
             Case.NO_RECORD, note="须到窗口登记自然人信息"),
    _citizen("chen-li", "陈例", "370200", 974, date(1996, 8, 28), date(2023, 5, 15), _QINGDAO,
             Case.NO_ENROLMENT),
    _citizen("chu-yang", "褚样", "370100", 188, date(1982, 5, 17), date(2013, 6, 24), _JINAN,
             Case.DOUBLE_COVER),
    _citizen("wei-shi", "卫示", "370600", 297, date(1989, 12, 25), date(2019, 8, 30), _YANTAI,
             Case.SEVERELY_DISABLED, Case.RESIDENT_ONLY),
    _citizen("jiang-xiaoli", "蒋小例", "370100", 302, date(2014, 9, 1), date(2024, 7, 11), _JINAN,
             Case.MINOR_STUDENT, Case.RESIDENT_ONLY, note="由家长代缴"),
    _citizen("shen-yang", "沈样", "370600", 415, date(1976, 3, 12), date(2016, 12, 13), _YANTAI,
             Case.RESIDENT_ONLY),
    _citizen("han-li", "韩例", "370100", 529, date(1993, 11, 8), date(2014, 5, 20), _JINAN,
             Case.EXPIRED_CARD, note="证件已于2024年5月20日到期"),
    _citizen("yang-yan", "杨䶮例", "370200", 636, date(1991, 4, 22), date(2021, 10, 27), _QINGDAO,
             Case.RARE_CHARACTER),
    _citizen("zhu-wei", "朱𬱖样", "370100", 741, date(1995, 2, 9), date(2022, 8, 16), _JINAN,
             Case.SURROGATE_PAIR),
    _citizen("guli-yangben", "古丽样本·示例江", "370100", 858, date(1990, 10, 3), date(2019, 1, 7),
             _JINAN, Case.MINORITY_NAME, nation_code="05"),
    _citizen("qin-chexiao", "秦撤例", "371200", 963, date(1984, 6, 18), date(2015, 3, 3), _JINAN,
             Case.WITHDRAWN_REGION, note="莱芜市2019年并入济南市"),
    _citizen("tao-li", "陶例", "370100", 176, date(1986, 2, 20), date(2018, 3, 9), _JINAN,
             Case.MEDICAL_ITEMS),
    _citizen("qi-shi", "戚示", "370100", 285, date(1981, 9, 6), date(2017, 9, 11), _JINAN,
             Case.SPECIAL_BILLS),
    _citizen("xie-yang", "谢样", "370200", 394, date(1987, 7, 2), date(2019, 5, 21), _QINGDAO,
             Case.FLEXIBLE_ARREARS),
    _citizen("zou-li", "邹例", "370600", 413, date(1984, 10, 16), date(2020, 4, 13), _YANTAI,
             Case.RESIDENT_ARREARS, Case.RESIDENT_ONLY),
    _citizen("yu-shi", "喻示", "370100", 522, date(1983, 1, 27), date(2021, 6, 1), _JINAN,
             Case.LOW_INCOME, Case.RESIDENT_ONLY),
    _citizen("bai-yang", "柏样", "370600", 631, date(1980, 5, 11), date(2018, 11, 6), _YANTAI,
             Case.FULLY_FUNDED, Case.RESIDENT_ONLY),
    _citizen("shui-li", "水例", "370200", 748, date(1985, 8, 14), date(2022, 2, 17), _QINGDAO,
             Case.OUTSIDE_WINDOW, Case.RESIDENT_ONLY, note="当地集中缴费期9月1日至10月31日"),
    _citizen("dou-shi", "窦示", "370100", 857, date(1990, 12, 3), date(2019, 10, 28), _JINAN,
             Case.RESIDENT_PAID, Case.RESIDENT_ONLY),
    _citizen("zhang-yang", "章样", "370100", 966, date(1993, 4, 18), date(2020, 9, 2), _JINAN,
             Case.RESIDENT_DEDUCTION, Case.RESIDENT_ONLY),
    _citizen("yun-li", "云例", "370100", 145, date(1982, 11, 29), date(2020, 12, 7), _JINAN,
             Case.LONG_HISTORY),
    _permit("xu-gang", "许港例", "810000", 991, date(1986, 7, 1), "H00000011", Case.HK_PERMIT),
    _permit("he-ao", "何澳样", "820000", 992, date(1991, 12, 20), "M00000022", Case.MACAO_PERMIT),
    _permit("lyu-tai", "吕台示", "830000", 993, date(1980, 8, 8), "000000033", Case.TAIWAN_PERMIT),
    _foreigner_2017("anna-specimen", "样安娜", "SPECIMEN, ANNA MARIA", 2, date(1988, 2, 29),
                    Sex.FEMALE),
    _foreigner_2017("john-sample", "", "SAMPLE, JOHN", 1, date(1979, 5, 6), Sex.MALE),
    _foreigner_2023("christopher-example", "样克里", "EXAMPLE, CHRISTOPHER ALEXANDER BENEDICT", 995,
                    date(1983, 3, 30)),
)
# fmt: on

_BY_KEY = {person.key: person for person in PEOPLE}


def find_person(key: str) -> Person:
    """The person of that key. Raises KeyError."""
    return _BY_KEY[key]


def people_of(case: Case) -> tuple[Person, ...]:
    """Everybody who is in the cast for this case."""
    return tuple(person for person in PEOPLE if case in person.cases)
