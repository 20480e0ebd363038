import type { JsonObject } from '../../protocol/jsonInput';
import { readText, readTexts } from '../../protocol/jsonInput';
import type { Page } from '../../protocol/paging';
import { pageOf } from '../../protocol/paging';
import type { Secret } from '../model';
import { invalidSecretValue, secretError } from '../secretError';

/** A page by `NextToken`; raises ValidationException and InvalidNextTokenException. */
export function pageOfSecrets<Item>(items: readonly Item[], pageSize: number, input: JsonObject): Page<Item> {
	if (pageSize < 1 || pageSize > 100) {
		throw invalidSecretValue(
			`1 validation error detected: Value '${pageSize}' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and 100`,
		);
	}
	return pageOf(items, pageSize, readText(input, 'NextToken'), () =>
		secretError('InvalidNextTokenException', 'The NextToken value is invalid.'),
	);
}

/** A name matches by prefix, case counting; every other key by prefix of a word, case not counting. */
function textsOf(secret: Secret, key: string): string[] {
	const tagKeys = secret.tags.map(({ Key }) => Key);
	const tagValues = secret.tags.map(({ Value }) => Value);
	const description = (secret.description ?? '').split(/\s+/);
	switch (key) {
		case 'name':
			return [secret.name];
		case 'description':
			return description;
		case 'tag-key':
			return tagKeys;
		case 'tag-value':
			return tagValues;
		case 'primary-region':
		case 'owning-service':
			return [];
		case 'all':
			return [secret.name, ...secret.name.split(/[\s/_-]+/), ...description, ...tagKeys, ...tagValues];
		default:
			throw invalidSecretValue(
				`1 validation error detected: Value '${key}' at 'filters.1.member.key' failed to satisfy constraint: Member must satisfy enum value set`,
			);
	}
}

/** Whether a secret fits all filters; a value that starts with `!` asks for its absence. */
export function matchesFilters(secret: Secret, filters: readonly JsonObject[]): boolean {
	return filters.every((filter) => {
		const key = readText(filter, 'Key') ?? '';
		const isExact = key === 'name' || key.startsWith('tag-');
		const normalize = (text: string): string => (isExact ? text : text.toLowerCase());
		const texts = textsOf(secret, key).map(normalize);
		const has = (value: string): boolean => texts.some((text) => text.startsWith(normalize(value)));
		return readTexts(filter, 'Values').some((value) => (value.startsWith('!') ? !has(value.slice(1)) : has(value)));
	});
}
