"""The form for one contactmoment: for a new one and for changing one. What is typed stays until it is saved.

The fields of each record have keys of their own, so a half-written new one survives looking at, or changing, another.
Whenever the form itself fills or empties its fields, they get new keys: what the browser still sends of the old ones,
since it had not seen that yet, then says nothing about the new (ADR 0029).
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from dashboard.kit import texts
from dashboard.kit.errors import field_error
from dashboard.kit.html import paragraph, show
from dashboard.screens.vastleggen import afspraken
from dashboard.screens.vastleggen.typed import NEW, Invulling
from wijkkompas_core.analysis.namen import lijkt_op
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import (
    PARTICIPATIENIVEAU,
    VORM,
    ContactmomentInvoer,
    NieuweBelanghebbende,
    match_name,
)
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.queries.belanghebbenden import Belanghebbende
from wijkkompas_core.queries.contactmomenten import Contactmoment

FOLLOWED, FOLLOWING = "fase_van_dag", "fase_gevolgd"
"""The day by which the fase was chosen last, and what was said when that changed it."""
PLAIN = ("fase", "vorm", "niveau", "aantal", "opbrengst", "links", "sleutel", "versie")
"""The fields whose value can be kept as it is."""
NOT_SHOWN = ("sleutel", "versie", "voor", "wijk", "uit_link")
"""What the form knows besides its fields."""


@dataclass(frozen=True)
class Formulier(Invulling):
    """The form of one record: `doel` is its id, or `nieuw`."""

    @property
    def started(self) -> bool:
        """Whether the fields have been filled in before, with defaults or by the user, and are all still there."""
        return all(self.name(name) in st.session_state for name in ("sleutel", "datum", "fase", "opbrengst"))

    def default_fase(self, day: date | None = None) -> str:
        """The fase that ran on a day (today), the latest one if there were more."""
        running = self.lezer.open_fasen(self.wijk.id, day)
        known = [f.slug for f in self.lezer.methode.kompas.fasen]
        return next((f for f in reversed(running) if f in known), known[0])

    def start_empty(self) -> None:
        """Fill every field with its default."""
        invoer = ContactmomentInvoer(self.wijk.id, today(), self.default_fase(), (), "")
        self.fill(invoer, names=())

    def start_from(self, record: Contactmoment) -> None:
        """Fill every field from a record."""
        self.fill(record.as_invoer(), names=tuple(naam for _, naam in record.belanghebbenden))
        self.put("versie", record.versie)
        self.put("voor", record.as_invoer())

    def fill(self, invoer: ContactmomentInvoer, names: tuple[str, ...]) -> None:
        """Fill every field from input; `names` are those of its belanghebbenden."""
        kompas = self.lezer.methode.kompas
        self._begin_round()
        self.put("sleutel", secrets.token_hex(16))
        self.put("datum", invoer.datum)
        self.put("fase", invoer.fase)
        self.put(FOLLOWED, invoer.datum)
        self.put("vorm", invoer.vorm or None)
        for spoor in kompas.sporen:
            self.put(f"aspecten_{spoor.slug}", [a for a in invoer.aspecten if kompas.spoor_van.get(a) == spoor.slug])
        self.put("wie", list(names))
        self.put("niveau", invoer.participatieniveau)
        self.put("aantal", invoer.aantal_deelnemers)
        self.put("opbrengst", invoer.opbrengst)
        self.put("links", "\n".join(invoer.links))

    def contents(self) -> dict[str, Any]:
        """What is filled in now, as plain values that can be kept."""
        day, wie = self.value("datum"), list(self.value("wie") or [])
        sporen = self.lezer.methode.kompas.sporen
        return {name: self.value(name) for name in PLAIN} | {
            "wijk": self.wijk.slug,
            "datum": day.isoformat() if isinstance(day, date) else None,
            "aspecten": [a for s in sporen for a in self.value(f"aspecten_{s.slug}") or []],
            "wie": wie,
            "typen": {match_name(naam): self.value(f"type_{match_name(naam)}") for naam in wie},
            "afspraken": afspraken.contents(self),
        }

    def resume(self, inhoud: Mapping[str, Any]) -> None:
        """Fill every field from what was kept; what the method no longer has is left out."""
        methode = self.lezer.methode
        self._begin_round()
        for name in PLAIN:
            self.put(name, inhoud.get(name))
        self.put("sleutel", self.value("sleutel") or secrets.token_hex(16))
        if self.value("niveau") not in methode.schalen.get(PARTICIPATIENIVEAU, {}):
            self.put("niveau", None)
        try:
            self.put("datum", date.fromisoformat(inhoud.get("datum") or ""))
        except ValueError:
            self.put("datum", None)
        self.put(FOLLOWED, self.value("datum"))
        for spoor in methode.kompas.sporen:
            known = methode.kompas.spoor_van
            self.put(f"aspecten_{spoor.slug}", [a for a in inhoud.get("aspecten", []) if known.get(a) == spoor.slug])
        self.put("wie", list(inhoud.get("wie", [])))
        for naam, type_ in inhoud.get("typen", {}).items():
            self.put(f"type_{naam}", type_)
        self.put("wijk", inhoud.get("wijk"))
        afspraken.resume(self, inhoud.get("afspraken", []))

    def worth_keeping(self) -> bool:
        """Whether something was typed or chosen that would be missed; what a link filled in would not."""
        if self.doel != NEW:
            before = self.value("voor")
            return before is not None and replace(self.invoer(), sleutel=None) != before
        chosen = (self.value("vorm"), self.value("wie"), self.value("aantal"), afspraken.contents(self))
        return bool(self.value("opbrengst") or self.value("links") or any(chosen))

    def _begin_round(self) -> None:
        """Empty every field, and keep what the form knows besides."""
        kept = {name: self.value(name) for name in NOT_SHOWN if self.name(name) in st.session_state}
        self.forget()
        for name, value in kept.items():
            self.put(name, value)

    def invoer(self) -> ContactmomentInvoer:
        """What is filled in now, as input for the use case."""
        known = {match_name(b.naam): b.id for b in self.lezer.belanghebbenden(self.wijk.id)}
        names = self.value("wie", [])
        day = self.value("datum")
        return ContactmomentInvoer(
            wijk=self.wijk.id,
            datum=day if isinstance(day, date) else None,
            fase=self.value("fase") or "",
            aspecten=tuple(a for s in self.lezer.methode.kompas.sporen for a in self.value(f"aspecten_{s.slug}", [])),
            vorm=self.value("vorm") or "",
            participatieniveau=self.value("niveau"),
            belanghebbenden=tuple(dict.fromkeys(known[match_name(n)] for n in names if match_name(n) in known)),
            nieuwe_belanghebbenden=tuple(
                NieuweBelanghebbende(n, self.value(f"type_{match_name(n)}") or "")
                for n in names
                if match_name(n) not in known
            ),
            aantal_deelnemers=self.value("aantal"),
            opbrengst=self.value("opbrengst") or "",
            links=tuple(line.strip() for line in (self.value("links") or "").splitlines() if line.strip()),
            sleutel=self.value("sleutel") if self.doel == NEW else None,
            afspraken=afspraken.invoer(self) if self.doel == NEW else (),
        )

    def untouched(self, invoer: ContactmomentInvoer) -> bool:
        """Whether nothing has been filled in yet."""
        filled = (
            invoer.vorm,
            invoer.aspecten,
            invoer.opbrengst,
            invoer.links,
            self.value("wie"),
            invoer.aantal_deelnemers,
            invoer.afspraken,
        )
        return not any(filled)

    def _follow_date(self) -> str:
        """Let the fase follow the date, unless another one was chosen; answers a word when it changed."""
        day, before = self.value("datum"), self.value(FOLLOWED)
        if not isinstance(day, date) or day == before:
            return str(self.value(FOLLOWING) or "")
        self.put(FOLLOWED, day)
        then = self.default_fase(day)
        follows = self.value("fase") == self.default_fase(before) != then
        fase = self.lezer.methode.kompas.fase[then]
        said = f"Op {nl.day(day)} liep fase {fase.nummer}. {fase.naam}: die is nu gekozen." if follows else ""
        self.put(FOLLOWING, said)
        if follows:
            self.put("fase", then)
        return said

    def draw(self, errors: dict[str, str]) -> None:
        """Draw the fields, each with its error under it."""
        methode = self.lezer.methode
        kompas = methode.kompas
        running = set(self.lezer.open_fasen(self.wijk.id))
        left, right = st.columns(2)
        with left:
            self._field(st.date_input, "Datum", "datum", format="DD-MM-YYYY")
            field_error(errors, "datum")
        with right:
            names = {
                f.slug: f"{f.nummer}. {f.naam}" + (" (loopt nu)" if f.slug in running else "") for f in kompas.fasen
            }
            followed = self._follow_date()
            self._choice("Fase van de wijk toen", "fase", names)
            if followed:
                show(paragraph(followed, "wk-stil"))
            field_error(errors, "fase")
        self._choice("Vorm", "vorm", {s.slug: s.naam for s in methode.schalen.get(VORM, {}).values()})
        field_error(errors, "vorm")
        for spoor in kompas.sporen:
            names = {a.slug: a.naam for a in kompas.aspecten_van(spoor.slug)}
            self._field(
                st.pills,
                f"Waar ging het over: {spoor.naam.lower()}",
                f"aspecten_{spoor.slug}",
                options=list(names),
                format_func=lambda slug, names=names: names.get(slug, slug),
                selection_mode="multi",
            )
        field_error(errors, "aspecten")
        self._parties(errors)
        levels = methode.schalen.get(PARTICIPATIENIVEAU, {})
        self._field(
            st.segmented_control,
            "Participatieniveau (mag leeg blijven)",
            "niveau",
            options=list(levels),
            format_func=lambda slug: levels[slug].naam if slug in levels else slug,
        )
        chosen = levels.get(self.value("niveau") or "")
        if chosen and chosen.uitleg:
            show(paragraph(chosen.uitleg, "wk-stil"))
        field_error(errors, "participatieniveau")
        self._field(st.number_input, "Aantal deelnemers (mag leeg blijven)", "aantal", min_value=0, step=1)
        field_error(errors, "aantal_deelnemers")
        self._field(st.text_area, "Wat leverde het op?", "opbrengst", height=120)
        show(paragraph(texts.PRIVACY, "wk-privacy"))
        field_error(errors, "opbrengst")
        self._field(st.text_area, "Links (elk op een eigen regel, mag leeg blijven)", "links", height=68)
        field_error(errors, "links")
        if self.doel == NEW:
            afspraken.draw(self, errors)
        else:
            afspraken.links(self)

    def _parties(self, errors: dict[str, str]) -> None:
        known = self.lezer.belanghebbenden(self.wijk.id)
        self._field(
            st.multiselect,
            "Wie waren erbij? Zoek, of typ een nieuwe naam en kies die",
            "wie",
            options=[b.naam for b in known],
            accept_new_options=True,
            placeholder="Zoek of voeg toe",
            select_all=False,
        )
        for naam in self.new_names(known):
            for number, other in enumerate(lijkt_op(naam, [b.naam for b in known])):
                st.button(
                    f"Bedoel je {texts.as_typed(other)}?",
                    key=self.key(f"bedoel_{match_name(naam)}_{number}"),
                    on_click=self._meant,
                    args=(naam, other),
                    icon=":material/swap_horiz:",
                )
            typen = {t.slug: t.naam for t in self.lezer.methode.typen.values()}
            self._choice(
                f"Nieuw: wat voor belanghebbende is {texts.as_typed(naam)}?", f"type_{match_name(naam)}", typen
            )
        field_error(errors, "belanghebbenden", "nieuwe_belanghebbenden")

    def _meant(self, typed: str, known: str) -> None:
        """Take the one that is known in the place of what was typed."""
        self.put("wie", list(dict.fromkeys(known if naam == typed else naam for naam in self.value("wie", []))))

    def new_names(self, known: tuple[Belanghebbende, ...]) -> list[str]:
        """The typed names that are not yet known in this wijk, each once."""
        taken = {match_name(b.naam) for b in known}
        fresh = {match_name(n): n for n in self.value("wie", []) if match_name(n) not in taken}
        return list(fresh.values())

    def _choice(self, label: str, name: str, names: dict[str, str]) -> None:
        """A selectbox of slugs shown by name; a value that the list no longer has stays choosable."""
        value = self.value(name)
        options = list(names) + ([value] if value and value not in names else [])
        self._field(
            st.selectbox,
            label,
            name,
            options=options,
            format_func=lambda slug: names.get(slug, slug),
            index=None,
            placeholder="Kies…",
        )

    def _field(self, widget: Any, label: str, name: str, **more: Any) -> None:
        if self.name(name) not in st.session_state:
            self.put(name, None)
        widget(label, key=self.key(name), persist_state="session", **more)
