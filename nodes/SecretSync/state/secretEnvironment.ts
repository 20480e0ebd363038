const productionWords: ReadonlySet<string> = new Set(['production', 'prod', 'live']);

/**
 * Why a secret is not one of that environment, by the words of its name (`candlefish/preview/paintbox-api`); null
 * when it is. A name that has the word and names production, too, is refused: nothing shows which of them is meant.
 */
export function whyAnotherEnvironment(secret: string, environment: string): string | null {
	const name = secret.replace(/^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:/, '');
	const words = wordsOf(name);
	const wanted = wordsOf(environment);
	const other = words.find((word) => productionWords.has(word) && !wanted.includes(word));
	if (other !== undefined) return `its name says "${other}"`;
	return wanted.length > 0 && wanted.every((word) => words.includes(word))
		? null
		: `no part of its name is "${environment}"`;
}

function wordsOf(text: string): string[] {
	return text
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter(Boolean);
}
