import { createHash } from 'node:crypto';

import { unzipSync } from 'fflate';

import { digestContent, sha1Hex } from '../world/deployContent';
import type { DeployLifecycle } from './deployLifecycle';
import type { Deploy } from '../model';
import { hasEnded } from '../model';
import { notFound, unprocessable } from '../http/errors';
import type { NetlifyWorld } from '../world/world';
import { type JsonObject, isJsonObject, readFlag } from '../http/requestBody';

/** Comparing the digests of an asynchronous deploy takes Netlify a while. */
const DIFF_MS = 2000;

const withoutLeadingSlash = (path: string): string => path.replace(/^\/+/, '');

/** Deploys whose files come through the API: by digest, or as one zip. */
export class Uploads {
	constructor(
		private readonly world: NetlifyWorld,
		private readonly lifecycle: DeployLifecycle,
	) {}

	/**
	 * Takes the digests a deploy consists of and finds which of them Netlify lacks. With `async` the
	 * answer comes back at once in state `preparing`; `required` is there from `prepared` on.
	 * Raises 422 for bad digests or names, and for a deploy that is past this.
	 */
	declare(deploy: Deploy, body: JsonObject): void {
		if (deploy.state !== 'new' && deploy.state !== 'uploading' && deploy.state !== 'prepared') {
			throw unprocessable(`Deploy is ${deploy.state} and takes no more files`);
		}
		for (const unsupported of ['edge_functions', 'server', 'zip']) {
			const value = body[unsupported];
			if (isJsonObject(value) ? Object.keys(value).length > 0 : value !== undefined) {
				throw unprocessable(`The sandbox does not simulate "${unsupported}" in a deploy`);
			}
		}
		const digests = readDigests(body['files'], 'files', /^[0-9a-f]{40}$/);
		const functions = readDigests(body['functions'], 'functions', /^[0-9a-f]{64}$/);
		deploy.content = digestContent(this.world.contents, digests);
		deploy.functions = functions;
		deploy.unhealthy = digests.has('.sandbox/unhealthy');
		if (readFlag(body, 'async') === true) {
			this.lifecycle.moveTo(deploy, 'preparing');
			this.lifecycle.schedule(deploy, DIFF_MS, () => {
				this.findMissing(deploy, digests, functions);
				this.lifecycle.moveTo(deploy, 'prepared');
				this.continueWhenComplete(deploy);
			});
			return;
		}
		this.findMissing(deploy, digests, functions);
		this.lifecycle.moveTo(deploy, 'uploading');
		this.continueWhenComplete(deploy);
	}

	/** Takes a file's bytes. Raises 404 for a path the deploy does not list, 422 for other bytes. */
	receiveFile(deploy: Deploy, path: string, bytes: Buffer): string {
		const name = withoutLeadingSlash(path);
		const expected = deploy.content.sha1(name);
		if (expected === undefined) throw notFound();
		const actual = sha1Hex(bytes);
		if (actual !== expected) {
			throw unprocessable(`SHA1 of /${name} is ${actual}, the deploy lists ${expected}`);
		}
		this.beginUpload(deploy, deploy.required.has(expected));
		this.world.contents.put(expected, bytes);
		deploy.required.delete(expected);
		this.continueWhenComplete(deploy);
		return name;
	}

	/** Takes a function's bundle. Raises 404 for a name the deploy does not list, 422 for other bytes. */
	receiveFunction(deploy: Deploy, name: string, bytes: Buffer): string {
		const expected = deploy.functions.get(name);
		if (expected === undefined) throw notFound();
		const actual = createHash('sha256').update(bytes).digest('hex');
		if (actual !== expected) {
			throw unprocessable(`SHA256 of ${name} is ${actual}, the deploy lists ${expected}`);
		}
		this.beginUpload(deploy, deploy.requiredFunctions.has(expected));
		this.world.functionDigests.add(expected);
		deploy.requiredFunctions.delete(expected);
		this.continueWhenComplete(deploy);
		return expected;
	}

	/** A whole deploy in one request. Raises 422 for what is not a zip, or is empty. */
	receiveZip(deploy: Deploy, bytes: Buffer): void {
		if (deploy.state !== 'new') {
			throw unprocessable(`Deploy is ${deploy.state} and takes no more files`);
		}
		const digests = new Map<string, string>();
		for (const [path, content] of Object.entries(unzip(bytes))) {
			if (path.endsWith('/')) continue;
			const name = checkName(path);
			const digest = sha1Hex(content);
			this.world.contents.put(digest, Buffer.from(content));
			digests.set(name, digest);
		}
		if (digests.size === 0) throw unprocessable('The zip file holds no files');
		deploy.content = digestContent(this.world.contents, digests);
		deploy.unhealthy = digests.has('.sandbox/unhealthy');
		this.lifecycle.processUploaded(deploy);
	}

	private findMissing(
		deploy: Deploy,
		digests: ReadonlyMap<string, string>,
		functions: ReadonlyMap<string, string>,
	): void {
		deploy.required = new Set([...digests.values()].filter((digest) => !this.world.contents.has(digest)));
		deploy.requiredFunctions = new Set(
			[...functions.values()].filter((digest) => !this.world.functionDigests.has(digest)),
		);
	}

	/** A repeated upload of something already here is fine at any time; a new one only while uploading. */
	private beginUpload(deploy: Deploy, isRequired: boolean): void {
		if (deploy.state === 'prepared') this.lifecycle.moveTo(deploy, 'uploading');
		if (deploy.state === 'uploading') return;
		if (isRequired || deploy.state === 'preparing' || deploy.state === 'error') {
			throw unprocessable(`Deploy is ${deploy.state} and takes no files`);
		}
	}

	private continueWhenComplete(deploy: Deploy): void {
		const isComplete = deploy.required.size === 0 && deploy.requiredFunctions.size === 0;
		if (!isComplete || hasEnded(deploy.state)) return;
		if (deploy.state === 'uploading' || deploy.state === 'prepared') {
			this.lifecycle.processUploaded(deploy);
		}
	}
}

function readDigests(source: unknown, field: string, form: RegExp): ReadonlyMap<string, string> {
	const digests = new Map<string, string>();
	if (source === undefined || source === null) return digests;
	if (!isJsonObject(source)) throw unprocessable(`"${field}" must map names to digests`);
	for (const [name, digest] of Object.entries(source)) {
		if (typeof digest !== 'string' || !form.test(digest)) {
			throw unprocessable(`"${field}": the digest of "${name}" is malformed`);
		}
		digests.set(checkName(name), digest);
	}
	return digests;
}

/** The name without its leading slash; 422 for the two characters Netlify cannot serve. */
function checkName(name: string): string {
	if (/[#?]/.test(name)) {
		throw unprocessable(`Invalid filename "${name}": deployed file names cannot contain # or ? characters`);
	}
	return withoutLeadingSlash(name);
}

function unzip(bytes: Buffer): Record<string, Uint8Array> {
	try {
		return unzipSync(bytes);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw unprocessable(`The body is not a readable zip file: ${reason}`);
	}
}
