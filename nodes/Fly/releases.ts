import type { IDataObject } from 'n8n-workflow';

import { isRecord, isTrueAt, listAt, numberAt, textAt, valueAt } from '../deployment/values/jsonFields';
import { mayHaveHappened, OperationFailure } from '../shared/operation/errors';
import { attempt } from '../shared/waiting/attempt';
import type { Fly } from './transport';
import type { FlyConfig, FlyRelease } from './types';

const releasesDocument = `query SlipwayReleases($app: String!, $first: Int!, $after: String, $recordsAfter: String) { app(name: $app) {
id
releases: releasesUnprocessed(first: $first, after: $after) {
nodes { id version status description reason imageRef deploymentStrategy createdAt user { email } }
pageInfo { hasNextPage endCursor } }
records: releases(first: $first, after: $recordsAfter) { nodes { id metadata } pageInfo { endCursor } }
} }`;

const definitionDocument = `query SlipwayDefinition($app: String!) { app(name: $app) {
id currentRelease: currentReleaseUnprocessed { configDefinition }
} }`;

const createDocument = `mutation SlipwayCreateRelease($input: CreateReleaseInput!) { createRelease(input: $input) {
release { id version status imageRef deploymentStrategy createdAt user { email } }
} }`;

const updateDocument = `mutation SlipwayUpdateRelease($input: UpdateReleaseInput!) { updateRelease(input: $input) { release { id } } }`;

const pageSize = 50;

/** An app's releases, the newest first. */
export async function listReleases(fly: Fly, app: string, limit: number): Promise<FlyRelease[]> {
	const releases: FlyRelease[] = [];
	const records = new Map<string, unknown>();
	let after: string | null = null;
	let recordsAfter: string | null = null;
	for (;;) {
		const first = Math.min(pageSize, limit - releases.length);
		const data: unknown = await fly.graphql(releasesDocument, { app, first, after, recordsAfter }, true);
		for (const node of listAt(data, 'app', 'records', 'nodes')) {
			records.set(textAt(node, 'id') ?? '', valueAt(node, 'metadata'));
		}
		releases.push(...listAt(data, 'app', 'releases', 'nodes').flatMap(readRelease));
		const next = textAt(data, 'app', 'releases', 'pageInfo', 'endCursor');
		recordsAfter = textAt(data, 'app', 'records', 'pageInfo', 'endCursor');
		const isLast = !isTrueAt(data, 'app', 'releases', 'pageInfo', 'hasNextPage') || next === null || next === after;
		after = next;
		if (isLast || releases.length >= limit) break;
	}
	return releases.map((release) => ({ ...release, metadata: records.get(release.id) ?? null }));
}

function readRelease(node: unknown): FlyRelease[] {
	const id = textAt(node, 'id');
	const version = numberAt(node, 'version');
	return isRecord(node) && id !== null && version !== null ? [{ ...node, id, version }] : [];
}

/** Fly's record of a deploy, made before machines are touched, as its own client does. */
export async function createRelease(
	fly: Fly,
	app: string,
	wanted: { readonly image: string; readonly strategy: string; readonly newestVersion: number },
): Promise<FlyRelease> {
	const current: unknown = await fly.graphql(definitionDocument, { app }, true);
	// The app's fly.toml as the last release had it: "fly deploy" without one reads it from here.
	const definition = valueAt(current, 'app', 'currentRelease', 'configDefinition') ?? {};
	const input = {
		appId: textAt(current, 'app', 'id') ?? app,
		image: wanted.image,
		platformVersion: 'machines',
		strategy: wanted.strategy.toUpperCase(),
		definition: definition as IDataObject,
	};
	const sent = await attempt(fly.graphql(createDocument, { input }, false));
	if (!sent.ok && !mayHaveHappened(sent.error)) throw sent.error;
	const made = sent.ok
		? readRelease(valueAt(sent.value, 'createRelease', 'release'))
		: // A record alone changes no machine: the newest one of this image that was not there before is ours.
			(await listReleases(fly, app, 5)).filter(
				({ version, imageRef, status }) =>
					version > wanted.newestVersion && imageRef === wanted.image && status === 'pending',
			);
	const [release] = made;
	if (release) return release;
	throw new OperationFailure(
		`Fly.io did not confirm the release of app ${app}, and it was not found afterwards`,
		'No machine was changed. Run this again',
		{},
		{ cause: sent.ok ? undefined : sent.error },
	);
}

/** Moves a release's status on, with what is to be kept about it. */
export async function updateRelease(
	fly: Fly,
	releaseId: string,
	change: { readonly status: string; readonly metadata?: IDataObject },
): Promise<void> {
	await fly.graphql(updateDocument, { input: { releaseId, ...change } }, true);
}

/** What this package keeps in a release's metadata, inside Fly.io and nowhere else (docs/decisions/0005-fly-rollback.md). */
export interface ReleaseRecord {
	readonly kind: 'deploy' | 'rollback';
	readonly verified: boolean;
	readonly image: string;
	readonly digest: string | null;
	/** Version of the release that a roll back left. */
	readonly rolledBackFrom: number | null;
	/** Versions of releases before that one which were the same: what was left is bad under each of these names. */
	readonly rolledBackFromSame: readonly number[];
	/** The configuration that each process group was given. */
	readonly configurations: Readonly<Record<string, FlyConfig>>;
}

export function recordJson(record: ReleaseRecord): IDataObject {
	return {
		slipway: {
			...record,
			rolledBackFromSame: [...record.rolledBackFromSame],
			configurations: { ...record.configurations },
		},
	};
}

/** The record of a release; null for one that another tool made. */
export function recordOf(release: FlyRelease): ReleaseRecord | null {
	const found = valueAt(release.metadata, 'slipway');
	if (!isRecord(found)) return null;
	const configurations = valueAt(found, 'configurations');
	return {
		kind: textAt(found, 'kind') === 'rollback' ? 'rollback' : 'deploy',
		verified: isTrueAt(found, 'verified'),
		image: textAt(found, 'image') ?? release.imageRef ?? '',
		digest: textAt(found, 'digest'),
		rolledBackFrom: numberAt(found, 'rolledBackFrom'),
		rolledBackFromSame: listAt(found, 'rolledBackFromSame').filter((version) => typeof version === 'number'),
		configurations: isRecord(configurations)
			? Object.fromEntries(
					Object.entries(configurations).flatMap(([group, config]) =>
						isRecord(config) ? [[group, config as FlyConfig]] : [],
					),
				)
			: {},
	};
}

export function hasEndedWell({ status }: FlyRelease): boolean {
	return status === 'complete' || status === 'succeeded';
}
