import { isRecord, listAt, textAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import type { FlyClient } from './client';
import type { FlyCertificate } from './types';

/** An app with more names of its own is not read to its end. */
const mostNames = 50;

/**
 * The certificates of an app's own host names, one a name: the one of several that ends first.
 * https://docs.machines.dev, "TLS Certificates"
 */
export async function listCertificates(fly: FlyClient, app: string): Promise<FlyCertificate[]> {
	const body = await fly.object<object>({
		method: 'GET',
		path: path`/v1/apps/${app}/certificates`,
		query: { limit: mostNames },
	});
	const names = listAt(body, 'certificates').flatMap((certificate) => textAt(certificate, 'hostname') ?? []);
	const found: FlyCertificate[] = [];
	for (const hostname of names) found.push(await readCertificate(fly, app, hostname));
	return found;
}

async function readCertificate(fly: FlyClient, app: string, hostname: string): Promise<FlyCertificate> {
	const body = await fly.object<object>({ method: 'GET', path: path`/v1/apps/${app}/certificates/${hostname}` });
	const ends = listAt(body, 'certificates')
		.filter(isRecord)
		.flatMap((entry) => [entry, ...listAt(entry, 'issued')])
		.flatMap((entry) => textAt(entry, 'expires_at') ?? [])
		.filter((text) => !Number.isNaN(Date.parse(text)))
		.sort((left, right) => Date.parse(left) - Date.parse(right));
	return { hostname, status: textAt(body, 'status'), expiresAt: ends[0] ?? null };
}
