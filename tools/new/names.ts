import { UsageError } from '../arguments';

/** `machine` and `taskDefinition`, as a resource's value and a file's name. @throws UsageError for anything else. */
export function requireCamelCase(word: string, what: string): string {
	if (/^[a-z][A-Za-z0-9]*$/.test(word)) return word;
	throw new UsageError(`${what} must be one word that begins with a small letter, such as rollBack, not "${word}".`);
}

/** `Vercel` and `AwsEcs`, as a folder's name. @throws UsageError for anything else. */
export function requirePascalCase(word: string, what: string): string {
	if (/^[A-Z][A-Za-z0-9]*$/.test(word)) return word;
	throw new UsageError(`${what} must be one word that begins with a capital, such as Vercel, not "${word}".`);
}

const words = (name: string): string[] => name.split(/(?=[A-Z])/);

/** `Task Definition`. */
export function titleOf(name: string): string {
	return words(name)
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');
}

/** `task definition`. */
export function phraseOf(name: string): string {
	return words(name).join(' ').toLowerCase();
}

/** `Roll back a task definition`: how n8n's panel lists an operation. */
export function actionOf(verb: string, resource: string): string {
	const [first = '', ...rest] = words(verb);
	const noun = phraseOf(resource);
	const verbs = [first.charAt(0).toUpperCase() + first.slice(1), ...rest.map((word) => word.toLowerCase())].join(' ');
	return `${verbs} ${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

const reserved = new Set([
	'delete',
	'new',
	'import',
	'export',
	'default',
	'void',
	'with',
	'switch',
	'continue',
	'break',
]);

/** What an operation's file exports: its verb, with the resource where the verb is a word of the language. */
export function exportOf(verb: string, resource: string): string {
	return reserved.has(verb) ? `${verb}${resource.charAt(0).toUpperCase()}${resource.slice(1)}` : verb;
}
