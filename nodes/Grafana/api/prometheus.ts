import { isRecord, textAt, valueAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { PlatformRequestError } from '../../shared/operation/errors';
import type { GrafanaDataSource } from './types';

/** Seconds since the epoch. */
export interface QueryRange {
	readonly start: number;
	readonly end: number;
	readonly step: number;
}

export async function listDataSources(client: PlatformClient): Promise<GrafanaDataSource[]> {
	return await client.list<GrafanaDataSource>({ method: 'GET', path: '/api/datasources' });
}

/** `data` of an instant query, by Grafana's proxy. https://prometheus.io/docs/prometheus/latest/querying/api/ */
export async function queryNow(client: PlatformClient, dataSource: string, query: string): Promise<unknown> {
	return await dataOf(client, path`/api/datasources/proxy/uid/${dataSource}/api/v1/query`, { query });
}

export async function queryRange(
	client: PlatformClient,
	dataSource: string,
	query: string,
	range: QueryRange,
): Promise<unknown> {
	return await dataOf(client, path`/api/datasources/proxy/uid/${dataSource}/api/v1/query_range`, { query, ...range });
}

/** Names of all metrics of the last day. */
export async function listMetricNames(client: PlatformClient, dataSource: string, nowMs: number): Promise<string[]> {
	const data = await dataOf(client, path`/api/datasources/proxy/uid/${dataSource}/api/v1/label/__name__/values`, {
		start: Math.floor(nowMs / 1000) - 86_400,
		end: Math.ceil(nowMs / 1000),
	});
	return Array.isArray(data) ? data.filter((name): name is string => typeof name === 'string') : [];
}

async function dataOf(
	client: PlatformClient,
	address: string,
	query: Readonly<Record<string, string | number>>,
): Promise<unknown> {
	const body = await client.object({ method: 'GET', path: address, query: { ...query } });
	const data = valueAt(body, 'data');
	if (textAt(body, 'status') === 'success' && (isRecord(data) || Array.isArray(data))) return data;
	throw new PlatformRequestError('Grafana', `GET ${address}`, 200, "the answer is not Prometheus'", null, 'unreadable');
}
