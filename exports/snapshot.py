"""Freezing a week: its papers are written once, in one rename, and never again."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from exports.manifest import (
    CHAIN,
    MANIFEST,
    describe_file,
    extend_chain,
    find_chain,
    find_last_hash,
    hash_file,
    list_weeks,
    read_chain,
    read_manifest,
    render_manifest,
)
from exports.reading import WeekContent, choose_week, read_figures, read_week
from exports.verify import verify
from exports.workbook import write_workbook
from warehouse.durable import sync, write_durably
from warehouse.errors import TaizhangError, UsageError
from warehouse.failpoints import failpoint
from warehouse.serving import open_build
from warehouse.settings import Site


class SnapshotDiffers(TaizhangError):
    """The week is frozen already and would come out otherwise now; whoever keeps the records looks into it."""

    exit_code = 3


class ChainBroken(TaizhangError):
    """The frozen weeks are not as they were; nothing is added on top of that."""

    exit_code = 3


@dataclass(frozen=True)
class SnapshotResult:
    """A frozen week. `status` is "identical" where it was there already, "planned" after a dry run.

    `chain_sha256` is the chain's last hash: noted elsewhere, it later proves this week and all before it.
    """

    week: str
    folder: Path
    status: Literal["created", "identical", "planned"]
    files: list[str]
    chain_sha256: str | None = None


def snapshot(site: Site, week: str | None = None, *, dry_run: bool = False) -> SnapshotResult:
    """Freeze a week of the current build into `snapshots/<week>/`; by default the last closed week.

    Raises:
        SnapshotDiffers: the week is frozen and would differ; names the files, changes nothing.
        ChainBroken: the weeks frozen so far do not verify.
        UsageError: no such week, a week that is not over, or one before the newest frozen week.
        NothingPublished: the site has no build.
    """
    with open_build(site) as connection:
        chosen = choose_week(connection, week)
        content = read_week(connection, chosen)
    site.build.mkdir(parents=True, exist_ok=True)
    site.snapshots.mkdir(parents=True, exist_ok=True)
    lock = FileLock(site.build / "snapshot.lock", timeout=0)
    try:
        with lock:
            return _freeze(site, content, dry_run=dry_run)
    except Timeout as error:
        raise UsageError(
            "另一次冻结正在进行，请等它结束后再试",
            "another snapshot is being taken; try again when it has ended",
        ) from error


def _freeze(site: Site, content: WeekContent, *, dry_run: bool) -> SnapshotResult:
    week = content.week.week_id
    folder = site.snapshots / week
    part = site.snapshots / f".{week}.part"
    unlisted = _find_unlisted(site)
    if unlisted and not dry_run:
        extend_chain(site.snapshots, unlisted, hash_file(site.snapshots / unlisted / MANIFEST))
    earlier = [name for name in list_weeks(site.snapshots) if name < week]
    _refuse_broken_chain(site, earlier, {week, unlisted})
    shutil.rmtree(part, ignore_errors=True)
    try:
        _write_week(part, content, _find_previous(site, earlier))
        names = sorted(path.name for path in part.iterdir())
        if folder.exists():
            _compare(part, folder)
            return SnapshotResult(week, folder, "identical", names, find_last_hash(site.snapshots))
        _refuse_other_place(site, week, hash_file(part / MANIFEST))
        if dry_run:
            return SnapshotResult(week, folder, "planned", names, find_last_hash(site.snapshots))
        failpoint("snapshot:week-written")
        part.rename(folder)
        sync(site.snapshots)
        failpoint("snapshot:week-renamed")
        extend_chain(site.snapshots, week, hash_file(folder / MANIFEST))
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return SnapshotResult(week, folder, "created", names, find_last_hash(site.snapshots))


def _find_unlisted(site: Site) -> str | None:
    """Return the newest week where a run was killed between its rename and its line, and nothing else is wrong.

    Its line is owed whatever the build says now: without it nothing could ever be frozen again.
    """
    weeks, chain = list_weeks(site.snapshots), read_chain(site.snapshots)
    if not weeks or weeks[-1] in chain or [*weeks[:-1]] != sorted(chain):
        return None
    newest = weeks[-1]
    manifest = read_manifest(site.snapshots / newest)
    last = {"week": weeks[-2], "manifest_sha256": chain[weeks[-2]]} if chain else None
    if manifest is None or manifest.get("week") != newest or manifest.get("previous") != last:
        return None
    (status,) = verify(site, newest)
    return newest if all(file.status == "intact" for file in status.files if file.name != CHAIN) else None


def _refuse_other_place(site: Site, week: str, manifest_sha256: str) -> None:
    """Let a week in only at the end of the chain, or back into the place that it was lost from."""
    chain = read_chain(site.snapshots)
    if week in chain:
        if chain[week] != manifest_sha256:
            raise SnapshotDiffers(
                f"{week} 曾经冻结、文件夹已丢失，重算的结果与当时不同；请从备份恢复（{site.snapshots}）",
                f"{week} was frozen and its folder is lost; it would come out otherwise now: restore it from a backup",
            )
        return
    later = [name for name in {*list_weeks(site.snapshots), *chain} if name > week]
    if later:
        raise UsageError(
            f"不能补冻 {week}：更晚的 {max(later)} 已经冻结，中间插入会使链条对不上；请按先后顺序冻结",
            f"{week} cannot be frozen: {max(later)} is frozen already, and a week in between would break the chain",
        )


def _refuse_broken_chain(site: Site, earlier: list[str], trusted: set[str | None]) -> None:
    broken = [
        status.week
        for status in verify(site)
        if status.week not in trusted
        and (status.status == "missing" or (status.week in earlier and status.status != "intact"))
    ]
    if find_chain(site.snapshots) == "changed":
        broken.append(CHAIN)
    if broken:
        raise ChainBroken(
            f"已冻结的周与当时不一致：{'、'.join(broken)}；"
            f"请先运行 taizhang verify 查看，再从备份恢复（{site.snapshots}）",
            f"frozen weeks are not as they were: {', '.join(broken)}; see taizhang verify, then restore them from a "
            f"backup ({site.snapshots})",
        )


def _find_previous(site: Site, earlier: list[str]) -> tuple[str, str] | None:
    if not earlier:
        return None
    return earlier[-1], hash_file(site.snapshots / earlier[-1] / MANIFEST)


def _write_week(part: Path, content: WeekContent, previous: tuple[str, str] | None) -> None:
    part.mkdir()
    week = content.week
    workbook = part / f"整改周报-{week.week_id}.xlsx"
    write_workbook(workbook, content)
    files = [describe_file(workbook, content.tables["fct_task_week"].height)]
    for name, table in content.tables.items():
        path = part / f"{name}.parquet"
        table.write_parquet(path, compression="zstd", statistics=True)
        files.append(describe_file(path, table.height))
    for path in part.iterdir():
        sync(path)
    figures = read_figures(content)
    manifest = render_manifest(
        week=week.week_id,
        as_of=week.end_on.isoformat(),
        fingerprint=content.fingerprint,
        files=files,
        previous=previous,
        metrics={
            metric_id: {key: figure[key] for key in ("numerator", "denominator", "value")}
            for metric_id, figure in figures.items()
        },
    )
    write_durably(part / MANIFEST, manifest)
    sync(part)


def _compare(part: Path, folder: Path) -> None:
    new, old = ({path.name: path for path in place.iterdir()} for place in (part, folder))
    differing = sorted(
        name
        for name in new.keys() | old.keys()
        if name not in new or name not in old or hash_file(new[name]) != hash_file(old[name])
    )
    if differing:
        raise SnapshotDiffers(
            f"{folder.name} 已冻结，重算的结果与之不同：{'、'.join(differing)}。"
            f"已冻结的文件没有改动，仍以它为准（{folder}）；"
            "迟到或更正的数据会出现在下一周的快照里，来自哪个文件可用 taizhang explain 查看。"
            f"怀疑有人改动过，请运行 taizhang verify {folder.name}",
            f"{folder.name} is frozen and would come out otherwise: {', '.join(differing)}. What is frozen stays as it "
            f"is and stays valid ({folder}); late or corrected data show in the next week's snapshot, and taizhang "
            f"explain names the file they came from. Where someone may have changed it: taizhang verify {folder.name}",
        )
