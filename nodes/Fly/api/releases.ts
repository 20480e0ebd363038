import type { IDataObject } from 'n8n-workflow';

import { isRecord, isTrueAt, listAt, numberAt, textAt, valueAt } from '../../deployment/values/jsonFields';
import type { FlyClient } from './client';
import type { AppReleases, FlyRelease } from './types';

const releasesDocument = `query SlipwayReleases($app: String!, $first: Int!, $after: String, $recordsAfter: String) { app(name: $app) {
id
releases: releasesUnprocessed(first: $first, after: $after) {
nodes { id version status description reason imageRef deploymentStrategy createdAt user { email } }
pageInfo { hasNextPage endCursor } }
records: releases(first: $first, after: $recordsAfter) { nodes { id metadata } pageInfo { endCursor } }
} }`;

const liveDocument = `query SlipwayLive($app: String!, $first: Int!) { app(name: $app) {
id appUrl
releases: releasesUnprocessed(first: $first) { nodes { id version status imageRef createdAt } }
} }`;

const definitionDocument = `query SlipwayDefinition($app: String!) { app(name: $app) {
id currentRelease: currentReleaseUnprocessed { configDefinition }
} }`;

const createDocument = `mutation SlipwayCreateRelease($input: CreateReleaseInput!) { createRelease(input: $input) {
release { id version status imageRef deploymentStrategy createdAt user { email } }
} }`;

const updateDocument = `mutation SlipwayUpdateRelease($input: UpdateReleaseInput!) { updateRelease(input: $input) { release { id } } }`;

const pageSize = 50;

/** How far back releases are looked for. */
export const historyLength = 200;

/** An app's releases, the newest first. */
export async function listReleases(fly: FlyClient, app: string, limit: number): Promise<FlyRelease[]> {
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

/** Where an app answers, and its newest releases, in one request. */
export async function readAppReleases(fly: FlyClient, app: string, limit: number): Promise<AppReleases> {
	const data: unknown = await fly.graphql(liveDocument, { app, first: limit }, true);
	return {
		url: (textAt(data, 'app', 'appUrl') ?? '').replace(/\/+$/, ''),
		releases: listAt(data, 'app', 'releases', 'nodes').flatMap(readRelease),
	};
}

export interface AppDefinition {
	readonly appId: string;
	/** The app's fly.toml as the last release had it: "fly deploy" without one reads it from there. */
	readonly definition: unknown;
}

export async function readDefinition(fly: FlyClient, app: string): Promise<AppDefinition> {
	const current: unknown = await fly.graphql(definitionDocument, { app }, true);
	return {
		appId: textAt(current, 'app', 'id') ?? app,
		definition: valueAt(current, 'app', 'currentRelease', 'configDefinition') ?? {},
	};
}

export interface NewRelease extends AppDefinition {
	readonly image: string;
	readonly strategy: string;
}

/** Fly's record of a deploy; undefined for an answer that holds none. */
export async function createRelease(
	fly: FlyClient,
	{ appId, image, strategy, definition }: NewRelease,
): Promise<FlyRelease | undefined> {
	const input = {
		appId,
		image,
		platformVersion: 'machines',
		strategy: strategy.toUpperCase(),
		definition: definition as IDataObject,
	};
	const made: unknown = await fly.graphql(createDocument, { input }, false);
	return readRelease(valueAt(made, 'createRelease', 'release'))[0];
}

/** Moves a release's status on, with what is to be kept about it. */
export async function updateRelease(
	fly: FlyClient,
	releaseId: string,
	change: { readonly status: string; readonly metadata?: IDataObject },
): Promise<void> {
	await fly.graphql(updateDocument, { input: { releaseId, ...change } }, true);
}
