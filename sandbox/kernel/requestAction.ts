import type { IncomingHttpHeaders } from 'node:http';

/** A GraphQL document that names what it does: `query SlipwayReleases(` or `mutation Publish {`. */
const GRAPHQL_NAME = /^\s*(?:query|mutation|subscription)\s+(\w+)/;

/**
 * What a request asks for, where the platform has one path for all of it: AWS's action (`DescribeServices`), a GraphQL
 * operation's name, Redis commands (`EVAL`, `HGET HSET`). Empty where method and path say it.
 */
export function requestAction(headers: IncomingHttpHeaders, body: Buffer): string {
	const target = headers['x-amz-target'];
	if (typeof target === 'string') return target.split('.').at(-1) ?? '';
	if (body.length === 0) return '';
	const start = body.subarray(0, 1).toString('latin1');
	if (start === 'A') return new URLSearchParams(body.toString('utf8')).get('Action') ?? '';
	if (start !== '{' && start !== '[') return '';
	try {
		return actionInJson(JSON.parse(body.toString('utf8')));
	} catch {
		// No JSON: nothing that names an action.
		return '';
	}
}

function actionInJson(body: unknown): string {
	if (Array.isArray(body)) {
		const commands: unknown[] = body.some(Array.isArray) ? body.map((one: unknown) => first(one)) : [body[0]];
		return [...new Set(commands.filter((word) => typeof word === 'string').map((word) => word.toUpperCase()))].join(
			' ',
		);
	}
	const query = typeof body === 'object' && body !== null && 'query' in body ? body.query : undefined;
	return typeof query === 'string' ? (GRAPHQL_NAME.exec(query)?.[1] ?? '') : '';
}

const first = (list: unknown): unknown => (Array.isArray(list) ? list[0] : undefined);
