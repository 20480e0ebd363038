/** A container image as `registry/repository:tag@digest`. */
export interface ImageReference {
	/** Host, with its port where there is one; null for Docker Hub's short names. */
	readonly registry: string | null;
	readonly repository: string;
	readonly tag: string | null;
	/** `sha256:` and 64 hexadecimal digits. */
	readonly digest: string | null;
}

export type ParsedImage =
	{ readonly ok: true; readonly image: ImageReference } | { readonly ok: false; readonly reason: string };

const repositoryPattern = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+|\/)[a-z0-9]+)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^sha256:[0-9a-f]{64}$/;
const hostPattern = /^(?:localhost|[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+|[a-zA-Z0-9.-]+:\d+)(?::\d+)?$/;

/** Reads an image reference, or says in a sentence why it is none (grammar: distribution/reference). */
export function parseImageReference(text: string): ParsedImage {
	const entered = text.trim();
	if (entered === '') return { ok: false, reason: 'the image is empty' };
	if (/\s/.test(entered)) return bad(entered, 'it holds a space');
	if (/^[a-z]+:\/\//i.test(entered)) {
		return bad(entered, 'it starts with a protocol; leave that out');
	}
	const [named = '', digest, ...more] = entered.split('@');
	if (more.length > 0) return bad(entered, 'it holds more than one @');
	if (digest !== undefined && !digestPattern.test(digest)) {
		return bad(entered, 'what follows @ must be sha256: and 64 hexadecimal digits');
	}
	const slash = named.indexOf('/');
	const first = slash < 0 ? '' : named.slice(0, slash);
	const registry = hostPattern.test(first) ? first : null;
	const rest = registry === null ? named : named.slice(slash + 1);
	const colon = rest.lastIndexOf(':');
	const repository = colon < 0 ? rest : rest.slice(0, colon);
	const tag = colon < 0 ? null : rest.slice(colon + 1);
	if (repository !== repository.toLowerCase()) {
		return bad(entered, "a repository's name is written in small letters");
	}
	if (!repositoryPattern.test(repository)) {
		return bad(entered, `"${repository}" is not a repository's name`);
	}
	if (tag !== null && !tagPattern.test(tag)) return bad(entered, `"${tag}" is not a tag`);
	return { ok: true, image: { registry, repository, tag, digest: digest ?? null } };
}

function bad(entered: string, why: string): ParsedImage {
	return { ok: false, reason: `"${entered}" is not an image: ${why}` };
}

/** The reference as text. */
export function imageText({ registry, repository, tag, digest }: ImageReference): string {
	return [
		registry === null ? '' : `${registry}/`,
		repository,
		tag === null ? '' : `:${tag}`,
		digest === null ? '' : `@${digest}`,
	].join('');
}

/** The same image by its digest, so that a tag which moves later does not change what it names. Unreadable text stays as it is. */
export function pinnedImage(text: string, digest: string | null): string {
	if (digest === null || !digestPattern.test(digest)) return text;
	const parsed = parseImageReference(text);
	return parsed.ok ? imageText({ ...parsed.image, digest }) : text;
}

/** A running number behind the commit, as in Flux's `main-1a2b3c4-1732406400`. */
const runningNumberPattern = /[-_.]\d+$/;

/** A hexadecimal number at the end of a tag. */
const endingPattern = /^(?:.*[-_.])?([0-9a-f]{7,40})$/;

/** The tag itself says that a commit follows: `sha-1a2b3c4` (docker/metadata-action), `v1.2.3-14-g1a2b3c4` (git describe). */
const labelledPattern = /^(?:.*[-_.])?(?:(?:sha|git|commit|rev)[-_.]|g)([0-9a-f]{7,40})$/;

const uuidPattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
const dayPattern = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/;

const wholeCommitLength = 40;

/** How many characters an MD5 has: no length in which git writes commits. */
const md5Length = 32;

/**
 * The commit that an image's tag names, as it is written there; null when it names none for certain.
 * Dates and running numbers look like short commits, so digits alone are one only behind a label, and
 * words such as `defaced` never are.
 */
export function commitOfTag(tag: string): string | null {
	if (uuidPattern.test(tag)) return null;
	const texts = [tag, tag.replace(runningNumberPattern, '')];
	const [labelled] = matchesOf(labelledPattern, texts);
	if (labelled !== undefined) return isDay(labelled) ? null : labelled;
	const commit = matchesOf(endingPattern, texts).find((match) => !/^\d+$/.test(match));
	if (commit === undefined || commit.length === md5Length || isDay(commit)) return null;
	return /\d/.test(commit) ? commit : null;
}

function matchesOf(pattern: RegExp, texts: readonly string[]): string[] {
	return texts.flatMap((text) => pattern.exec(text)?.[1] ?? []);
}

function isDay(text: string): boolean {
	return text.length < wholeCommitLength && dayPattern.test(text);
}
