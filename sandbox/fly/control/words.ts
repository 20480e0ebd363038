import { SandboxHttpError } from '../../kernel/platform';
import type { JsonObject } from '../json';

export const unprocessable = (message: string): SandboxHttpError => new SandboxHttpError(422, { message });

/** The word under a key. Raises 422 when it is none of these. */
export function oneOf<Word extends string>(words: readonly Word[], body: JsonObject, key: string): Word {
	const found = words.find((word) => word === body[key]);
	if (found === undefined) throw unprocessable(`"${key}" must be one of ${words.join(', ')}`);
	return found;
}
