"""A letter on business paper: address window and references above, lines in the middle, words around them."""

from __future__ import annotations

from training.synthetic.canvas import plain, value, wrap
from training.synthetic.paper import Paper
from training.synthetic.parties import Party
from training.synthetic.sheet import Row
from training.synthetic.table import ItemTable


class Letter(Paper):
    """Composes one letter; invoices and orders say what their references and words are."""

    def meta_rows(self) -> list[Row]:
        """Returns the references that this letter prints as captions with values."""
        raise NotImplementedError

    def opening(self, y: float) -> float:
        """Draws what is between references and lines, and returns the `y` below."""
        raise NotImplementedError

    def closing(self, y: float) -> float:
        """Draws sums and all that follows the lines, and returns the `y` below."""
        raise NotImplementedError

    def draw(self) -> str:
        """Draws all pages and returns the layout's name."""
        sheet = self.sheet
        self.draw_footer()
        y = self.header(sheet.top)
        y = self._upper(y + sheet.row * self.rng.uniform(0.3, 2.5))
        y = self.opening(y + sheet.row * self.rng.uniform(0.3, 1.5))
        y = ItemTable(sheet).draw(y, self.bottom - 4, self.next_page) + sheet.row * 0.6
        self.closing(y)
        return self.layout

    def _upper(self, y: float) -> float:
        """Draws the band with buyer, references and perhaps seller and delivery address."""
        sheet = self.sheet
        width = sheet.right - sheet.left
        gap = 14.0
        if self.head in ("columns", "boxes"):
            y = self._columns(y, width, gap) + sheet.row
        else:
            y = self._windows(y, width, gap) + sheet.row * 0.5
        if self._wide_meta:
            if self.title_at == "before_meta":
                y = self.title_line(y)
            y = sheet.pairs(sheet.left, y, width, self.meta_rows(), self.kv_style) + 3
        return y

    @property
    def _wide_meta(self) -> bool:
        return self.kv_style in ("table", "grid") or self.sheet.width < 450

    def _windows(self, y: float, width: float, gap: float) -> float:
        """Address window on one side, references on the other."""
        sheet = self.sheet
        share = self.rng.uniform(0.44, 0.58)
        buyer_left = sheet.chance(0.8)
        buyer_x = sheet.left if buyer_left else sheet.left + width * (1 - share) + gap
        buyer_w = width * share - gap
        other_x = sheet.left + width * share if buyer_left else sheet.left
        other_w = width * (1 - share) - (0 if buyer_left else gap)
        low = self._address_window(buyer_x, y, buyer_w)
        other = y + sheet.row * self.rng.choice([0, 0, 1, 3])
        if not self._wide_meta:
            if self.title_at == "before_meta":
                font = sheet.heading
                while font.measure(self.title_text()) > other_w and font.size > sheet.body.size:
                    font = font.scaled(0.9)
                other = self.canvas.write_rows(other_x, other, wrap(self.title_text(), font, other_w), font, 1.3) + 3
            other = sheet.pairs(other_x, other, other_w, self.meta_rows(), self.kv_style)
            if sheet.chance(0.12):
                self.canvas.box(other_x - 4, y - 3, other_x + other_w + 2, other + 2, width=sheet.line_width)
        ship = self.facts.ship_to
        if ship:
            under_buyer = sheet.chance(0.5)
            x, w = (buyer_x, buyer_w) if under_buyer else (other_x, other_w)
            start = (low if under_buyer else other) + sheet.row * 0.7
            end = self._party(x, start, w, ship, "", sheet.say("ship_to"))
            low, other = (end, other) if under_buyer else (low, end)
        return max(low, other)

    def _address_window(self, x: float, y: float, width: float) -> float:
        sheet = self.sheet
        if self.head in ("sender", "footer") or sheet.chance(0.35 if sheet.facts.lang.code == "de" else 0.08):
            font = sheet.body.scaled(0.68)
            mark = self.rng.choice(["·", "-", "•", ",", "*", "|"])
            line = self.joined(sheet.party_rows(self.roles.issuer, self.roles.issuer_role), mark)
            rows = wrap(line, font, width)
            wide = max(font.measure(r) for r in rows)
            y = self.canvas.write_rows(x, y, rows, font, 1.25)
            if sheet.chance(0.5):
                self.canvas.line(x, y, x + wide, y, 0.4)
            y += sheet.row * self.rng.uniform(0.3, 1.2)
        caption = (
            sheet.say(self.roles.addressee_caption)
            if sheet.chance(0.25 if sheet.facts.lang.code == "de" else 0.65)
            else ""
        )
        return self._party(x, y, width, self.roles.addressee, self.roles.addressee_role, caption)

    def _party(self, x: float, y: float, width: float, party: Party, role: str, caption: str) -> float:
        sheet = self.sheet
        rows = sheet.party_rows(party, role, country=sheet.chance(0.25))
        if role == "buyer" and party.person and sheet.chance(0.35):
            rows = (
                [plain(sheet.say("salutation")), *rows]
                if sheet.chance(0.5)
                else [[*plain(sheet.say("salutation")), *rows[0]], *rows[1:]]
            )
        elif role == "buyer" and sheet.facts.lang.code == "de" and sheet.chance(0.12):
            rows = [plain("Firma"), *rows]
        if caption and sheet.chance(0.15) and sheet.caption.measure(plain(caption)) < width * 0.4:
            indent = sheet.caption.measure(plain(caption + ":")) + sheet.body.size
            self.canvas.write(x, y, plain(caption + sheet.writing.colon), sheet.caption)
            return self._vat_under(
                x + indent, sheet.address(x + indent, y, width - indent, rows, sheet.body), width - indent, party, role
            )
        if caption:
            text = plain(caption + (sheet.writing.colon if sheet.chance(0.6) else ""))
            y = self.canvas.write_rows(x, y, wrap(text, sheet.caption, width), sheet.caption, sheet.leading) + 1
        font = sheet.body
        y = sheet.address(x, y, width, rows[:1], font.strong(sheet.chance(0.2)))
        y = sheet.address(x, y, width, rows[1:], font)
        return self._vat_under(x, y, width, party, role)

    def _vat_under(self, x: float, y: float, width: float, party: Party, role: str) -> float:
        sheet = self.sheet
        if not party.vat_id or not role:
            return y
        if role == "buyer" and sheet.chance(0.25):
            caption = sheet.say(self.rng.choice(["buyer_vat", "seller_vat"]))
            text = [*plain(caption + sheet.writing.colon), *value(self.spaced_vat(party.vat_id), "buyer_vat_id")]
            return sheet.address(x, y, width, [text], sheet.body)
        return y

    def _columns(self, y: float, width: float, gap: float) -> float:
        """Seller, buyer and perhaps delivery address or references side by side."""
        sheet, facts = self.sheet, self.facts
        blocks = ["issuer", "addressee"]
        if facts.ship_to and width > 400:
            blocks.append("ship")
        if not self._wide_meta and (len(blocks) == 2 and width > 400):
            blocks.append("meta")
        if sheet.chance(0.25):
            blocks[0], blocks[1] = blocks[1], blocks[0]
        cell = (width - gap * (len(blocks) - 1)) / len(blocks)
        lows = []
        for k, block in enumerate(blocks):
            lows.append(self._column_block(block, sheet.left + k * (cell + gap), y + 3, cell))
        low = max(lows)
        if self.head == "boxes":
            for k in range(len(blocks)):
                left = sheet.left + k * (cell + gap)
                self.canvas.box(left - 4, y, left + cell + 4, low + 3, width=sheet.line_width)
        if not self._wide_meta and "meta" not in blocks:
            low = sheet.pairs(sheet.left, low + sheet.row * 0.8, width * 0.6, self.meta_rows(), self.kv_style)
        return low

    def _column_block(self, block: str, x: float, y: float, width: float) -> float:
        sheet, facts, roles = self.sheet, self.facts, self.roles
        if block == "meta":
            return sheet.pairs(x, y, width, self.meta_rows(), self.kv_style)
        if block == "ship" and facts.ship_to:
            return self._party(x, y, width, facts.ship_to, "", sheet.say("ship_to"))
        if block == "addressee":
            return self._party(x, y, width, roles.addressee, roles.addressee_role, sheet.say(roles.addressee_caption))
        caption = sheet.say(roles.issuer_caption) if sheet.chance(0.8) else ""
        y = self._party(x, y, width, roles.issuer, roles.issuer_role, caption)
        return self.contact_rows(x, y, width, sheet.body, "left")
