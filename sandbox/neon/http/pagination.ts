import type { SandboxRequest } from '../../kernel/platform';
import { badRequest } from './errors';

export interface Page<T> {
	readonly items: readonly T[];
	/** Id of the last item, while there is another one behind it. */
	readonly next: string | undefined;
	/** Id of the last item; `undefined` on an empty page. */
	readonly last: string | undefined;
}

/** `limit` items behind the one that `cursor` names. Raises 400 for a limit or cursor that makes no sense. */
export function paginate<T extends { readonly id: string }>(
	request: SandboxRequest,
	items: readonly T[],
	limits: { readonly standard: number; readonly largest: number },
): Page<T> {
	const limit = Number(request.query.get('limit') ?? limits.standard);
	if (!Number.isInteger(limit) || limit < 1 || limit > limits.largest) {
		throw badRequest(`limit must be a number from 1 to ${limits.largest}`);
	}
	const cursor = request.query.get('cursor') ?? '';
	const behind = cursor === '' ? 0 : items.findIndex(({ id }) => id === cursor) + 1;
	if (cursor !== '' && behind === 0) throw badRequest('invalid cursor');
	const page = items.slice(behind, behind + limit);
	const last = page.at(-1)?.id;
	return { items: page, last, next: behind + page.length < items.length ? last : undefined };
}
