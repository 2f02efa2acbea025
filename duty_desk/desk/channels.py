"""Push channels: configured by name, opened only for sending. Addresses and secrets stay sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.consequences import record
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, tr
from duty_desk.push.address import masked_address
from duty_desk.push.channel import ChannelConfig, PushChannel
from duty_desk.push.robots import channel_from
from duty_desk.store import push as rows

if TYPE_CHECKING:
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.store.store import Unit
    from duty_desk.store.tables import ChannelTable


class Channels:
    """The use cases of push channels."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def add(self, config: ChannelConfig, purpose: str = "") -> Future[str]:
        """Add a channel, or change the one of the same name; returns its id.

        Args:
            config: The channel.
            purpose: Empty for problems, `leader` for what the duty leader must be told,
                `maintainer` for reports of faults.

        Raises:
            Refusal: the address is no robot's of this kind; nothing was changed.
        """

        def work() -> str:
            self._desk.require(Right.CHANNELS)
            channel_from(config, self._desk.time)  # refuses a wrong address
            return self._desk.write(lambda unit: self._add(unit, config, purpose))

        return self._desk.ask(work)

    def _add(self, unit: Unit, config: ChannelConfig, purpose: str) -> str:
        known = {row.name: row for row in rows.channels(unit.session)}
        row = known.get(config.name)
        channel_id = row.id if row else self._desk.new_id()
        vault = self._desk.vault
        moment = Moment(
            kind="channel.changed" if row else "channel.added",
            subject=channel_id,
            facts={
                "name": config.name,
                "kind": config.kind,
                "sealed_address": vault.seal(config.address, channel_id) if config.address else "",
                "sealed_secret": vault.seal(config.secret, channel_id) if config.secret else "",
                "masked_address": masked_address(config),
                "place": row.place if row else rows.next_place(unit.session),
                "purpose": purpose,
            },
            source=Source.KEY,
            actor=self._desk.actor,
        )
        record(unit, moment)
        return channel_id

    def remove(self, name: str) -> Future[None]:
        """Take a channel out of use.

        Raises:
            Refusal: no right, or there is none of this name.
        """

        def work() -> None:
            self._desk.require(Right.CHANNELS)
            found = self._desk.read(rows.channels)
            row = next((row for row in found if row.name == name), None)
            if row is None:
                raise Refusal(tr("没有叫“{name}”的推送通道。", name=name))
            self._desk.record(
                Moment(
                    kind="channel.removed",
                    subject=row.id,
                    source=Source.KEY,
                    actor=self._desk.actor,
                )
            )

        return self._desk.ask(work)

    def opened(self, row: ChannelTable) -> PushChannel:
        """The channel a row stands for, ready to send.

        Raises:
            Refusal: its sealed address cannot be opened.
        """
        vault = self._desk.vault
        config = ChannelConfig(
            kind=row.kind,
            name=row.name,
            address=vault.open(row.sealed_address, row.id) if row.sealed_address else "",
            secret=vault.open(row.sealed_secret, row.id) if row.sealed_secret else "",
        )
        return channel_from(config, self._desk.time)
