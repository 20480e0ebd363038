import { textAt } from '../../deployment/values/jsonFields';
import { PlatformRequestError } from '../operation/errors';
import type { PlatformClient, PlatformRequest } from './platformClient';

/**
 * What a GET answers, or null where the platform has no such thing (404).
 *
 * @param what is read: `site "paintbox"`.
 * @param name the property by which an answer is known to be one: a text.
 * @throws PlatformRequestError of the kind `unreadable` for an answer that is not one.
 */
export async function readIfThere<Body extends object>(
	client: PlatformClient,
	request: Omit<PlatformRequest, 'method' | 'acceptStatuses'>,
	what: string,
	name = 'id',
): Promise<Body | null> {
	const { status, body } = await client.request({ ...request, method: 'GET', acceptStatuses: [404] });
	if (status === 404) return null;
	if (isOne<Body>(body, name)) return body;
	throw new PlatformRequestError(
		client.platform.name,
		`GET ${request.path}`,
		status,
		`the answer is not a ${what.replace(/ ".*"$/, '')}`,
		null,
		'unreadable',
	);
}

/** Deletes something; one that is gone already, perhaps by an earlier try, is fine. */
export async function deleteIfThere(
	client: PlatformClient,
	request: Omit<PlatformRequest, 'method' | 'acceptStatuses'>,
): Promise<void> {
	await client.request({ ...request, method: 'DELETE', acceptStatuses: [404] });
}

function isOne<Body extends object>(body: unknown, name: string): body is Body {
	return textAt(body, name) !== null;
}
