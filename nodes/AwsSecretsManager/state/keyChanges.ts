import { type JsonMember, withJsonMembers } from '../../deployment/values/jsonMembers';
import type { SecretValue } from '../../shared/aws/secretValue';
import type { GivenValue } from './givenValue';

/** What is stored: the given value, or with `keepOtherKeys` the old text with the given keys in it. */
export function storedText(value: GivenValue, before: SecretValue, keepOtherKeys: boolean): string {
	if (value.kind === 'text' || !keepOtherKeys || before.kind !== 'keys') return value.text;
	// What is the same keeps the text it has.
	const different = new Map(
		[...value.members].filter(([key, member]) => !isSame(value, before.members.get(key), member)),
	);
	return withJsonMembers(before.text === '' ? '{}' : before.text, different) ?? value.text;
}

export interface KeyChanges {
	readonly added: string[];
	readonly changed: string[];
	readonly unchanged: string[];
	readonly removed: string[];
}

/** Which keys a new value adds, changes, keeps and takes away. */
export function compareKeys(
	before: ReadonlyMap<string, JsonMember>,
	value: Extract<GivenValue, { kind: 'keys' }>,
	keepOtherKeys: boolean,
): KeyChanges {
	const { members } = value;
	const known = [...members].filter(([key]) => before.has(key));
	return {
		added: [...members.keys()].filter((key) => !before.has(key)),
		changed: known.filter(([key, member]) => !isSame(value, before.get(key), member)).map(([key]) => key),
		unchanged: [...before]
			.filter(([key, member]) => {
				const given = members.get(key);
				return given === undefined ? keepOtherKeys : isSame(value, member, given);
			})
			.map(([key]) => key),
		removed: keepOtherKeys ? [] : [...before.keys()].filter((key) => !members.has(key)),
	};
}

/** The same text; and where kinds were given, the same kind of value, too. Null is not the empty string. */
function isSame(
	{ isTyped }: Extract<GivenValue, { kind: 'keys' }>,
	before: JsonMember | undefined,
	after: JsonMember,
): boolean {
	if (before === undefined) return false;
	return isTyped || before.type === 'null' ? before.json === after.json : before.text === after.text;
}
