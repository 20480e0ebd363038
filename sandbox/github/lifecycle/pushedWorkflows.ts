import picomatch from 'picomatch';
import { parse } from 'yaml';

import type { RepositoryCommit } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { isJsonObject } from '../http/requestBody';
import type { JsonObject, RepositoryRecord, WorkflowRunRecord } from '../model';
import { NO_COMMIT, type PushedReference } from '../present/payloads/push';
import { compareTrees } from '../world/gitData';
import { workflowFiles, workflowOfFile } from '../world/workflows';
import { startRun } from './workflowRuns';

/** docs.github.com/actions, "Skipping workflow runs". */
const SKIP_MARKERS = /\[(skip ci|ci skip|no ci|skip actions|actions skip)\]/i;

/**
 * Starts the workflows that a push starts: by the files of the pushed commit, with their `on.push` filters for
 * branches and paths. One run each, on the head, however many commits were pushed.
 */
export function startPushedWorkflows(
	context: GitHubContext,
	record: RepositoryRecord,
	{ reference, before, after }: PushedReference,
): WorkflowRunRecord[] {
	if (!reference.startsWith('refs/heads/') || after === NO_COMMIT) return [];
	const branch = reference.slice('refs/heads/'.length);
	const head = context.git.require(record, after);
	if (SKIP_MARKERS.test(head.message)) return [];
	const changed = changedPaths(context, record, before, head);
	return workflowFiles(head)
		.filter((path) => isStarted(pushTriggerOf(head.files[path] ?? ''), branch, changed))
		.map((path) =>
			startRun(context, record, {
				workflow: workflowOfFile(context, record, path, head.files[path] ?? ''),
				event: 'push',
				branch,
				sha: after,
			}),
		);
}

/** Against what the branch pointed to, or against the default branch where it is new. */
function changedPaths(
	{ git, services }: GitHubContext,
	record: RepositoryRecord,
	before: string,
	head: RepositoryCommit,
): string[] {
	const base =
		before === NO_COMMIT
			? git.compare(record, services.repositories.defaultBranch, head.sha)?.mergeBase
			: git.resolve(record, before)?.sha;
	const tree = base === undefined ? {} : (git.resolve(record, base)?.files ?? {});
	return compareTrees(tree, head.files).map(({ filename }) => filename);
}

/** The filters of `on.push`; undefined where a push starts nothing. */
function pushTriggerOf(text: string): JsonObject | undefined {
	const file: unknown = parse(text);
	const on = isJsonObject(file) ? file['on'] : undefined;
	if (on === 'push' || (Array.isArray(on) && on.includes('push'))) return {};
	if (!isJsonObject(on) || !('push' in on)) return undefined;
	return isJsonObject(on['push']) ? on['push'] : {};
}

function isStarted(push: JsonObject | undefined, branch: string, changed: readonly string[]): boolean {
	if (push === undefined) return false;
	const { branches, tags, paths } = push;
	if (branches === undefined && tags !== undefined) return false;
	if (branches !== undefined && !passes(branch, branches)) return false;
	if (passes(branch, push['branches-ignore'])) return false;
	const wanted = changed.filter((path) => !passes(path, push['paths-ignore']));
	if (push['paths-ignore'] !== undefined && wanted.length === 0) return false;
	return paths === undefined || wanted.some((path) => passes(path, paths));
}

/** By a list of patterns, of which the last that matches decides. */
function passes(name: string, patterns: unknown): boolean {
	let isPassing = false;
	for (const pattern of Array.isArray(patterns) ? patterns.map(String) : []) {
		const isNegated = pattern.startsWith('!');
		if (picomatch.isMatch(name, isNegated ? pattern.slice(1) : pattern, { dot: true })) isPassing = !isNegated;
	}
	return isPassing;
}
