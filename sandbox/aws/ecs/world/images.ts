import { createHash } from 'node:crypto';

import { type FindCommitImage, isUnhealthyAt } from '../../../kernel/builtImage';
import { invalidParameter } from '../../protocol/awsError';
import type { JsonObject } from '../../protocol/jsonInput';
import { readText } from '../../protocol/jsonInput';

/** How containers of an image behave. `exit <n>`: the program ends at once with that code. */
export type ImageBehaviour =
	| { readonly kind: 'healthy' | 'no-pull' | 'unhealthy' | 'slow' | 'stuck' }
	| { readonly kind: 'crash'; readonly exitCode: number };

export interface Image {
	readonly digest: string;
	readonly behaviour: ImageBehaviour;
	/** Exit code of its program when it is told to stop. */
	readonly stopExitCode: number;
	readonly commit: string | undefined;
	/** Its tasks are healthy for ECS, but answer everybody with 503. */
	readonly isBroken: boolean;
}

/** `registry/path:tag@digest` in its parts; `undefined` when it does not parse. */
export interface ImageReference {
	readonly repository: string;
	readonly tag: string;
	readonly digest: string | undefined;
}

const referencePattern =
	/^((?:[\w.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;

export function parseImageReference(image: string): ImageReference | undefined {
	const match = referencePattern.exec(image);
	if (!match?.[1]) return undefined;
	return { repository: match[1], tag: match[2] ?? 'latest', digest: match[3] };
}

const behaviours: ReadonlyArray<readonly [RegExp, ImageBehaviour]> = [
	[/no-?pull/, { kind: 'no-pull' }],
	[/unhealthy/, { kind: 'unhealthy' }],
	[/stuck/, { kind: 'stuck' }],
	[/slow/, { kind: 'slow' }],
	[/crash/, { kind: 'crash', exitCode: 137 }],
];

function behaviourOf(text: string): ImageBehaviour {
	const exit = /(?:exit|crash)-?(\d{1,3})\b/.exec(text)?.[1];
	if (exit !== undefined) return { kind: 'crash', exitCode: Number(exit) };
	return behaviours.find(([pattern]) => pattern.test(text))?.[1] ?? { kind: 'healthy' };
}

/** SIGTERM ends a program that does not handle it with 143; `stubborn` ones are killed; `graceful` ones end with 0. */
function stopExitCodeOf(text: string): number {
	if (/stubborn/.test(text)) return 137;
	return /graceful/.test(text) ? 0 : 143;
}

/** Whether ECS tells the digest of a container's image: on Windows and on some container instances it does not. */
export function isDigestTold(image: string): boolean {
	return !image.includes('undigested');
}

/** The commit that a tag names for certain: `main-1a2b3c4`, `sha-7052e12`, a whole sha; dates and build numbers name none. */
function commitOf(tag: string): string | undefined {
	const commit = /(?:^|[-_.]|[-_.]g)([0-9a-f]{7,40})$/.exec(tag)?.[1];
	if (commit === undefined) return undefined;
	const isLabelled = /(?:^|[-_.])(?:(?:sha|git|commit|rev)[-_.]|g)[0-9a-f]+$/.test(tag);
	return isLabelled || (/\d/.test(commit) && /[a-f]/.test(commit)) ? commit : undefined;
}

/**
 * The container registry. Every tag exists, but for one that is a commit which GitHub Actions has not built. Its text says how the image behaves: `no-pull`, `crash` (exit
 * 137), `crash-1` or `exit-1` (exit 1), `unhealthy`, `slow`, `stuck`, `undigested` (ECS tells no digest), `stubborn` and
 * `graceful` (exit 137 and 0 when stopped, else 143); anything else is healthy. A digest exists
 * once a tag has led to it.
 */
export class ImageRegistry {
	private readonly byDigest = new Map<string, Image>();

	private readonly retagged = new Map<string, string>();

	constructor(private readonly findCommitImage: FindCommitImage) {}

	/** The image behind a reference; `undefined` when there is none to pull. */
	resolve(reference: ImageReference): Image | undefined {
		const image = this.find(reference);
		return image?.behaviour.kind === 'no-pull' ? undefined : image;
	}

	private find(reference: ImageReference): Image | undefined {
		if (reference.digest !== undefined) return this.byDigest.get(reference.digest);
		const name = `${reference.repository}:${reference.tag}`;
		const digest = this.retagged.get(name) ?? this.defaultDigest(name);
		const known = this.byDigest.get(digest);
		if (known) return known;
		const imageName = reference.repository.slice(reference.repository.lastIndexOf('/') + 1);
		const built = this.findCommitImage(imageName, reference.tag);
		if (built?.isBuilt === false) return undefined;
		const image: Image = {
			digest,
			behaviour: behaviourOf(reference.tag),
			stopExitCode: stopExitCodeOf(reference.tag),
			commit: commitOf(reference.tag),
			isBroken: built !== undefined && isUnhealthyAt(built.commit, `ecs/candlefish/${imageName}`),
		};
		this.byDigest.set(digest, image);
		return image;
	}

	/**
	 * Pushes another image under a tag: reads `{image, behaviour?, digest?, commit?}`, where `behaviour` is one of
	 * the words a tag may hold. Returns the new digest. Raises InvalidParameterException.
	 */
	push(input: JsonObject): JsonObject {
		const name = readText(input, 'image') ?? '';
		const reference = parseImageReference(name);
		if (!reference || reference.digest !== undefined) {
			throw invalidParameter(`"${name}" is not an image with a tag`);
		}
		const behaviour = readText(input, 'behaviour') ?? 'healthy';
		const commit = readText(input, 'commit') ?? commitOf(reference.tag);
		const digest = readText(input, 'digest') ?? this.defaultDigest(`${name}#${behaviour}#${this.byDigest.size}`);
		if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw invalidParameter(`"${digest}" is not a digest`);
		if (!this.byDigest.has(digest)) {
			this.byDigest.set(digest, {
				digest,
				commit,
				isBroken: false,
				behaviour: behaviourOf(behaviour),
				stopExitCode: stopExitCodeOf(behaviour),
			});
		}
		this.retagged.set(`${reference.repository}:${reference.tag}`, digest);
		return { image: name, digest };
	}

	private defaultDigest(name: string): string {
		return `sha256:${createHash('sha256').update(name).digest('hex')}`;
	}
}
