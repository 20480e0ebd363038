import { type JsonRecord, readPath, readString } from '../json';
import type { SandboxClient } from './sandboxClient';

/** What the clouds hold for pull requests, at one moment. Everything that is production's is left out. */
export interface PreviewSight {
	readonly comments: ReadonlyArray<{ readonly number: number; readonly body: string }>;
	/** The names of branches at Neon. */
	readonly databases: readonly string[];
	/** Apps at Fly.io, with the commit of the image that a machine of theirs runs; empty while none does. */
	readonly apps: ReadonlyArray<{ readonly name: string; readonly url: string; readonly commit: string }>;
	/** Branches that sites at Netlify have variables for. */
	readonly branchesWithVariables: readonly string[];
	/** Deploys of branches at Netlify. */
	readonly branchDeploys: ReadonlyArray<{
		readonly id: string;
		readonly branch: string;
		readonly commit: string;
		readonly state: string;
	}>;
}

export const noPreviews: PreviewSight = {
	comments: [],
	databases: [],
	apps: [],
	branchesWithVariables: [],
	branchDeploys: [],
};

/** The number of the pull request that an app or a branch at Neon is named after; 0 for any other name. */
export function pullRequestIn(name: string): number {
	return Number(/(?:^|[-/])pr-(\d+)-[0-9a-z]{4}$/.exec(name)?.[1] ?? 0);
}

const isOfPreview = (name: string): boolean => pullRequestIn(name) > 0;

export async function observePreviews(sandbox: SandboxClient, repository: string): Promise<PreviewSight> {
	const [repositories, branches, apps, machines, variables, deploys] = await Promise.all([
		sandbox.state('github', 'repositories'),
		sandbox.state('neon', 'branches'),
		sandbox.state('fly', 'apps'),
		sandbox.state('fly', 'machines'),
		sandbox.state('netlify', 'environment'),
		sandbox.state('netlify', 'deploys'),
	]);
	const text = (record: JsonRecord, name: string): string => readString(record, name) ?? '';
	const comments = readPath(
		repositories.find(({ full_name: name }) => name === repository),
		'comments',
	);
	const runs = new Map(
		machines
			.filter(({ running }) => running !== null)
			.map((machine) => [text(machine, 'app_name'), /:([0-9a-f]{40})/.exec(text(machine, 'image'))?.[1] ?? '']),
	);
	return {
		comments: (Array.isArray(comments) ? comments : []).map((comment: unknown) => ({
			number: Number(readPath(comment, 'issue_number')),
			body: String(readPath(comment, 'body')),
		})),
		databases: branches.map((branch) => text(branch, 'name')).filter(isOfPreview),
		apps: apps
			.map((app) => text(app, 'name'))
			.filter(isOfPreview)
			.map((name) => ({ name, url: `${sandbox.origin}/apps/${name}`, commit: runs.get(name) ?? '' })),
		branchesWithVariables: [
			...new Set(
				variables
					.flatMap(({ contexts }) => (Array.isArray(contexts) ? contexts.map(String) : []))
					.filter((context) => !['all', 'production', 'deploy-preview', 'branch-deploy', 'dev'].includes(context))
					.map((context) => context.replace(/^branch:/, '')),
			),
		],
		branchDeploys: deploys
			.filter(({ context }) => context === 'branch-deploy')
			.map((deploy) => ({
				id: text(deploy, 'id'),
				branch: text(deploy, 'branch'),
				commit: text(deploy, 'commit_ref'),
				state: text(deploy, 'state'),
			})),
	};
}

/** What a comment says first. */
export function headingOf(comment: string): string {
	return /^#+ (.+)$/m.exec(comment)?.[1] ?? comment.slice(0, 80);
}

/** What changed between two observations, one sentence each. Netlify's deploys are told with their site. */
export function previewChanges(before: PreviewSight, after: PreviewSight): string[] {
	const appsBefore = before.apps.map(({ name }) => name);
	const appsAfter = after.apps.map(({ name }) => name);
	return [
		...comings(before.databases, after.databases).map((line) => `Neon: branch ${line}`),
		...comings(appsBefore, appsAfter).map((line) => `Fly.io: app ${line}`),
		...after.apps
			.filter(({ name, commit }) => commit !== '' && before.apps.find((app) => app.name === name)?.commit !== commit)
			.map(({ name, commit }) => `Fly.io: app ${name} runs ${commit.slice(0, 7)}`),
		...comings(before.branchesWithVariables, after.branchesWithVariables).map(
			(line) => `Netlify: the group of variables for branch ${line}`,
		),
		...after.comments
			.filter(({ number, body }) => !before.comments.some((known) => known.number === number && known.body === body))
			.map(({ number, body }) => `GitHub: the comment on #${number} says: ${headingOf(body)}`),
	];
}

function comings(before: readonly string[], after: readonly string[]): string[] {
	return [
		...after.filter((name) => !before.includes(name)).map((name) => `${name} is there`),
		...before.filter((name) => !after.includes(name)).map((name) => `${name} is gone`),
	];
}
