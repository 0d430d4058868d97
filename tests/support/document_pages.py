"""The heads of the service's documents as far as terminals read them, and somebody's remark below.

Set at the very places and in the sizes of ``assets/certificates``, in a tenth of their time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.support.signed_documents import Page, Placed

TAX = "税收完税证明"
SUMMARY = "社会保险费缴费证明（汇总）"
DETAIL = "社会保险费缴费证明（明细）"
LIST = "社会保险费缴费清单"
TITLES = (TAX, SUMMARY, DETAIL, LIST)


@dataclass(frozen=True)
class Paper:
    """A document by what it says. ``mark`` is what stands beside 样例 above the title; ``named``
    and ``numbered`` stand on the further page, those of the first where they are None. A line
    break in ``holder`` wraps it."""

    title: str
    number: str
    holder: str
    holder_number: str
    mark: str = ""
    remark: str = ""
    footer: str = ""
    further: int = 1
    named: str | None = None
    numbered: str | None = None
    running: str | None = None

    def but(self, **others: object) -> Paper:
        """The same with something else in it."""
        return replace(self, **others)  # type: ignore[arg-type]  # a test's own words

    @property
    def pages(self) -> tuple[Page, ...]:
        """Page by page."""
        table = "原凭证号　税种" if self.title == TAX else "序号　险种"
        head = self._tax() if self.title == TAX else self._facts()
        return (
            (*self._marks(), *head, Placed(43, 660, table, 9), *self._foot()),
            *(
                (*self._running(), Placed(43, 760, table, 9), *self._foot())
                for _ in range(self.further)
            ),
        )

    def _marks(self) -> Page:
        specimen = Placed(49, 775, "样例　演示数据", 9)
        return (specimen, Placed(132, 775, self.mark, 9)) if self.mark else (specimen,)

    def _tax(self) -> Page:
        name = self.holder.split("\n")
        middle = 690 + 5 * (len(name) - 1)
        return (
            Placed(240, 754, "中华人民共和国"),
            Placed(228, 730, self.title, 21),
            Placed(500, 729, "G5AAJ TC35H", 7),
            Placed(43, 710, "填发日期：2026年11月23日", 10),
            Placed(200, 710, "税务机关：国家税务总局示例区税务局", 10),
            Placed(440, 710, "No. ", 11),
            *((Placed(462, 710, self.number, 11),) if self.number else ()),
            Placed(46, 690, "纳税人识别号", 9),
            Placed(125, 690, self.holder_number, 9),
            Placed(300, 690, "纳税人名称", 9),
            *(Placed(370, middle - 10 * place, line, 9) for place, line in enumerate(name)),
        )

    def _facts(self) -> Page:
        title, opening, form = self.title.partition("（")
        return (
            Placed(180, 750, title, 21),
            *((Placed(270, 735, opening + form),) if opening else ()),
            Placed(43, 715, "缴费人姓名：", 10),
            *(
                Placed(112, 715 - 9 * place, line, 10)
                for place, line in enumerate(self.holder.split("\n"))
            ),
            Placed(330, 715, "编　　　号：" if opening else "费款所属期：", 10),
            Placed(400, 715, (self.number or " ") if opening else "2025年 – 2026年", 10),
            Placed(43, 690, "证 件 类 型：" if opening else "证 件 号 码：", 10),
            Placed(112, 690, "居民身份证" if opening else self.holder_number, 10),
            Placed(330, 690, "费款所属期：" if opening else "查 询 条 件：", 10),
            Placed(400, 690, "2025年 – 2026年" if opening else "全部险种", 10),
            *(
                (
                    Placed(43, 675, "证 件 号 码：", 10),
                    Placed(112, 675, self.holder_number, 10),
                    Placed(330, 675, "险　　　种：", 10),
                    Placed(400, 675, "基本养老保险", 10),
                )
                if opening
                else ()
            ),
        )

    def _running(self) -> Page:
        number = self.number if self.numbered is None else self.numbered
        label = "" if not self.number else "No. " if self.title == TAX else "编号："
        running = self.title.partition("（")[0] + "（续）"
        named = (self.holder if self.named is None else self.named).split("\n")
        return (
            *(Placed(43, 790 - 10 * place, line, 9) for place, line in enumerate(named) if line),
            Placed(240, 790, running if self.running is None else self.running, 9),
            *((Placed(430, 790, label + number, 9),) if label + number else ()),
        )

    def _foot(self) -> Page:
        return (
            *((Placed(43, 300, self.remark, 9),) if self.remark else ()),
            Placed(43, 40, f"样例　{self.footer}第 1 页　共 2 页", 8),
        )
