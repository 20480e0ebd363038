import { cutText } from '../../deployment/values/text';

/** Longest vendor text that an error carries, in UTF-16 units. */
const maxMessageLength = 600;

/** Secrets under this length are left where they stand: they would blank ordinary words. */
const shortestSecret = 6;

/** Values under this length are looked for as they are. */
const shortestValue = 4;

/**
 * `text` without any of `secrets`, in whatever form a platform or a proxy may quote them, on one line and
 * shortened. Of `values`, which are known to be in what was sent, even the shortest is left out.
 */
export function redactShort(text: string, secrets: readonly string[], values: readonly string[] = []): string {
	const clean = redact(text, [...secrets.filter(({ length }) => length >= shortestSecret), ...values]);
	return cutText(clean.replace(/\s+/g, ' ').trim(), maxMessageLength);
}

/** `text` with each of `secrets`, in each of its forms of at least `shortestForm` characters, replaced by `***`. */
export function redact(text: string, secrets: readonly string[], shortestForm = 1): string {
	// The longest first: where one secret holds another, no rest of it stays.
	const forms = [...new Set(secrets.flatMap(formsOf))]
		.filter(({ length }) => length >= shortestForm)
		.sort((one, other) => other.length - one.length);
	return forms.reduce((clean, form) => clean.split(form).join('***'), text);
}

/**
 * How a secret may stand in a text: as it is, trimmed, its lines one by one (a key in PEM), percent-encoded
 * or decoded, within JSON (and that within JSON) or HTML, on one line, in base64 (also within a longer one, such as the user and password of
 * `Authorization: Basic`), in hexadecimal digits.
 */
export function formsOf(secret: string): string[] {
	const lines = secret.split(/\r?\n/).map((line) => line.trim());
	const plain = [secret, secret.trim(), ...lines.filter(({ length }) => length >= shortestSecret)];
	return plain.flatMap(encodedForms).filter((form) => form !== '');
}

function encodedForms(secret: string): string[] {
	// The forms of a few letters are in half of all words.
	if (secret.length < shortestValue) return [secret];
	const inJson = JSON.stringify(secret).slice(1, -1);
	return [
		secret,
		secret.replace(/\s+/g, ' ').trim(),
		...percentForms(secret),
		inJson,
		JSON.stringify(inJson).slice(1, -1),
		secret.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`),
		secret.replace(/[&<>"']/g, (character) => htmlNames[character] ?? character),
		...base64Forms(Buffer.from(secret)),
		Buffer.from(secret).toString('hex'),
		Buffer.from(secret).toString('hex').toUpperCase(),
	];
}

const htmlNames: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

function percentForms(secret: string): string[] {
	const component = percentEncoded(secret);
	// Servers differ in what they leave as it is, in the digits' case, and in how they write a space.
	const strict = component.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
	const forms = [component, strict, component.replace(/%20/g, '+'), strict.replace(/%20/g, '+'), ...decoded(secret)];
	return forms.flatMap((form) => [form, form.replace(/%[0-9A-F]{2}/g, (digits) => digits.toLowerCase())]);
}

function percentEncoded(secret: string): string {
	try {
		return encodeURIComponent(secret);
	} catch {
		// Half a character, which has no bytes to encode.
		return secret;
	}
}

function decoded(secret: string): string[] {
	try {
		return [decodeURIComponent(secret)];
	} catch {
		// A percent sign that stands for itself.
		return [];
	}
}

/**
 * The characters of base64 that are the secret's alone, wherever it begins within three bytes: what
 * stands before and after it changes only those at its two ends.
 */
function base64Forms(bytes: Buffer): string[] {
	const shared = [0, 1, 2].map((offset) => {
		const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
		const first = Math.ceil((offset * 8) / 6);
		const end = Math.floor(((offset + bytes.length) * 8) / 6);
		return encoded.slice(first, end);
	});
	return [...shared, ...shared.map((form) => form.replace(/\+/g, '-').replace(/\//g, '_'))];
}
