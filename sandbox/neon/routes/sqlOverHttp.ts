import { Client } from 'pg';

import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { SandboxHttpError } from '../../kernel/platform';
import { isJsonObject } from '../http/json';

/** What a compute's proxy answers when the database refuses. */
const refused = (message: string, code?: string): SandboxHttpError =>
	new SandboxHttpError(400, { message, ...(code !== undefined && { code }), severity: 'ERROR' });

function readQuery(request: SandboxRequest): { text: string; values: unknown[] } {
	const body = request.json();
	const text = isJsonObject(body) ? body['query'] : undefined;
	const values = isJsonObject(body) ? body['params'] : undefined;
	if (typeof text !== 'string') throw refused('the body must have a query');
	return { text, values: Array.isArray(values) ? values : [] };
}

/** Only this sandbox's own computes: it must not be a way to any other database. */
function readAddress(request: SandboxRequest): string {
	const header = request.headers['neon-connection-string'];
	if (typeof header !== 'string' || !URL.canParse(header)) {
		throw refused('missing or malformed Neon-Connection-String header');
	}
	const { hostname, protocol } = new URL(header);
	if (hostname !== '127.0.0.1' || !/^postgres(ql)?:$/.test(protocol)) {
		throw refused('the connection string is not of this sandbox');
	}
	return header;
}

async function answer(request: SandboxRequest): Promise<SandboxResponse> {
	const { text, values } = readQuery(request);
	const client = new Client({ connectionString: readAddress(request) });
	// A connection that is cut while nothing is asked of it; the query that follows fails.
	client.on('error', () => undefined);
	try {
		await client.connect();
		const { command, fields, rows, rowCount } = await client.query<Record<string, unknown>>(text, values);
		return {
			status: 200,
			body: {
				command,
				fields: fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
				rowAsArray: false,
				rowCount,
				rows,
				viaNeonProxy: true,
			},
		};
	} catch (error) {
		const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
		throw refused(error instanceof Error ? error.message : String(error), typeof code === 'string' ? code : undefined);
	} finally {
		await client.end();
	}
}

/**
 * SQL over HTTP as Neon's proxy has it at every compute's host (https://neon.com/docs/serverless/serverless-driver).
 * Here all computes share `POST /sql`: the connection string in the header says which one is meant.
 */
export function sqlOverHttpRoutes(): SandboxRoute[] {
	return [{ method: 'POST', pattern: '/sql', handle: answer }];
}
