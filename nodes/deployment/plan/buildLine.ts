import { imageOfCommit } from '../catalog/catalogRow';
import type { BuildRun } from './sight';
import {
	comparisonOf,
	decide,
	isoAfter,
	type LineResult,
	nameOf,
	type ServiceView,
	shortCommit,
	unseenAtGitHub,
	whenSame,
} from './serviceView';

/** So long after the head was seen a build may begin. */
const buildPatienceMinutes = 10;

/** What starts a run of the repository's own code: the run of a fork's pull request carries a branch name of the fork's choice. */
const trustedStarts: readonly string[] = ['push', 'workflow_dispatch', 'schedule', 'release', 'repository_dispatch'];

export interface BuiltImage {
	readonly commit: string;
	readonly artifact: string;
}

/** The image of the newest commit with the head's content; or what is to be waited for. */
export function buildLine(view: ServiceView): BuiltImage | Exclude<LineResult, null> {
	const { sight, row, wanted, nowMs } = view;
	if (sight.builds === null) return { pairs: [], builds: true };
	if (!sight.builds.isSeen) return unseenAtGitHub(view, sight.builds.reason);
	const runs = runsToCompare(sight.builds.runs, wanted.commit);
	let running: BuildRun | undefined;
	let failed: BuildRun | undefined;
	for (const run of runs) {
		const comparison = comparisonOf(sight, run.commit, wanted.commit);
		if (comparison === 'differs') continue;
		if (comparison !== 'same')
			return whenSame(view, run.commit, wanted.commit, () => null) ?? unseenAtGitHub(view, row.buildWorkflow);
		if (run.state === 'succeeded') return { commit: run.commit, artifact: imageOfCommit(row.image, run.commit) };
		if (run.state === 'running') running ??= run;
		else failed ??= run;
	}
	const missing = `buildMissing:${nameOf(row)}`;
	if (running !== undefined) {
		const startedMs = Date.parse(running.startedAt) || nowMs;
		const deadlineMs = startedMs + row.buildTimeoutMinutes * 60_000;
		if (nowMs < deadlineMs) {
			return decide('waiting', `${row.buildWorkflow} builds the image of ${shortCommit(running.commit)}`, {
				commit: running.commit,
				lookAgainAt: new Date(Math.min(deadlineMs, lookAgainMs(startedMs, nowMs))).toISOString(),
			});
		}
		return decide('buildMissing', `${row.buildWorkflow} has run for more than ${row.buildTimeoutMinutes} minutes`, {
			saidAs: missing,
		});
	}
	if (failed !== undefined) {
		return decide(
			'buildMissing',
			`${row.buildWorkflow} failed at ${shortCommit(failed.commit)}: there is no image of it`,
			{ saidAs: missing },
		);
	}
	return noBuild(view, missing);
}

/** What GitHub tells of the end of a build may be lost: each look costs an execution, so most builds end before the first. */
const firstBuildLookMinutes = 5;

function lookAgainMs(startedMs: number, nowMs: number): number {
	return nowMs + Math.max(firstBuildLookMinutes * 60_000, (nowMs - startedMs) / 2);
}

/** Older ones are hardly of the head's content, and each costs a comparison. */
const mostCommits = 10;

/** Trusted runs of the newest commits, those of the head itself first, since nothing has to be asked about them. */
function runsToCompare(runs: readonly BuildRun[], head: string): BuildRun[] {
	const trusted = runs.filter(({ event }) => trustedStarts.includes(event));
	const commits = [...new Set(trusted.map(({ commit }) => commit))].slice(0, mostCommits);
	const others = trusted.filter(({ commit }) => commit !== head && commits.includes(commit));
	return [...trusted.filter(({ commit }) => commit === head), ...others];
}

function noBuild(
	{ row, wanted, nowMs, release: { notes } }: ServiceView,
	missing: string,
): BuiltImage | Exclude<LineResult, null> {
	const seenAt = row.deployFrom === 'release' ? notes.releasedSeenAt : notes.headSeenAt;
	const deadlineMs = (Date.parse(seenAt) || nowMs) + buildPatienceMinutes * 60_000;
	if (nowMs < deadlineMs) {
		return decide('waiting', `No run of ${row.buildWorkflow} has begun for ${shortCommit(wanted.commit)}`, {
			commit: wanted.commit,
			lookAgainAt: new Date(deadlineMs).toISOString(),
		});
	}
	const reason = `No run of ${row.buildWorkflow} came for the content of ${shortCommit(wanted.commit)} within ${buildPatienceMinutes} minutes`;
	return decide('buildMissing', reason, { saidAs: missing, lookAgainAt: isoAfter(nowMs, 60) });
}
