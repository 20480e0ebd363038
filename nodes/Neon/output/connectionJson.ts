import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../state/connection';
import { redacted } from './redacted';

/** A connection in our shape; its password is in it only with `reveal`. */
export function connectionJson({ uri, endpoint, database, role }: Connection, reveal: boolean): IDataObject {
	const url = new URL(uri);
	return {
		uri: reveal ? uri : redactPassword(url),
		password: reveal ? decodeURIComponent(url.password) : redacted,
		host: url.hostname,
		port: url.port === '' ? 5432 : Number(url.port),
		database,
		role,
		endpointId: endpoint.id,
	};
}

function redactPassword(url: URL): string {
	return `${url.protocol}//${url.username}:${redacted}@${url.host}${url.pathname}${url.search}`;
}
