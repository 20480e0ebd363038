import { isRecord, type JsonRecord, readPath, readRecords, readString } from '../json';

/** What npm would publish of a package. */
export interface PackedPackage {
	readonly name: string;
	readonly version: string;
	readonly files: ReadonlyArray<{ readonly path: string; readonly bytes: number }>;
	/** Of the tarball. */
	readonly packedBytes: number;
}

/** Reads the answer of `npm pack --dry-run --json`. Raises when it is another one. */
export function readPacked(answer: unknown): PackedPackage {
	const [packed] = Array.isArray(answer) ? answer : isRecord(answer) ? Object.values(answer) : [];
	const name = isRecord(packed) ? readString(packed, 'name') : undefined;
	if (!isRecord(packed) || name === undefined) throw new Error('npm pack said nothing of a package');
	return {
		name,
		version: readString(packed, 'version') ?? '',
		files: readRecords(packed, 'files').map((file) => ({
			path: readString(file, 'path') ?? '',
			bytes: Number(file.size),
		})),
		packedBytes: Number(packed.size),
	};
}

/** All that may be in a package: what was built, examples, and what npm and n8n ask for. */
const BELONGS = [
	/^dist\/(credentials|nodes|known|types)\/.+\.(js|json|svg)$/,
	/^examples\/\w+\.json$/,
	/^(dist\/)?THIRD_PARTY_LICENSES\.txt$/,
	/^(index\.js|package\.json|README\.md|LICENSE)$/,
];

const REQUIRED = ['package.json', 'README.md', 'LICENSE', 'index.js', 'dist/known/nodes.json', 'dist/types/nodes.json'];

/** A node with its SDK is a megabyte at most; more is something that was bundled by mistake. */
const LARGEST_FILE_BYTES = 3_000_000;

/** What is wrong with the list of files, in words; nothing where all is well. `manifest` is its package.json. */
export function faultsOfPackage(packed: PackedPackage, manifest: JsonRecord, version: string): string[] {
	const paths = packed.files.map(({ path }) => path);
	const named = ['nodes', 'credentials'].flatMap((kind) => namesAt(manifest, kind));
	const licences = paths.some((path) => path.endsWith('THIRD_PARTY_LICENSES.txt'));
	return [
		...(packed.version === version ? [] : [`has the version ${packed.version}, not ${version}`]),
		...paths.filter((path) => !BELONGS.some((rule) => rule.test(path))).map((path) => `${path} does not belong in it`),
		...[...REQUIRED, ...named].filter((path) => !paths.includes(path)).map((path) => `${path} is missing`),
		...(licences ? [] : ['the licences of what is bundled are missing']),
		...packed.files.filter(({ bytes }) => bytes === 0).map(({ path }) => `${path} is empty`),
		...packed.files
			.filter(({ bytes }) => bytes > LARGEST_FILE_BYTES)
			.map(({ path, bytes }) => `${path} has ${bytes} bytes`),
		...faultsOfManifest(manifest),
	];
}

function namesAt(manifest: JsonRecord, kind: string): string[] {
	const names = readPath(manifest, 'n8n', kind);
	return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : [];
}

/** What npm's provenance and n8n's list of packages want to know. */
function faultsOfManifest(manifest: JsonRecord): string[] {
	const repository = readPath(manifest, 'repository', 'url');
	const keywords = Array.isArray(manifest.keywords) ? manifest.keywords : [];
	return [
		...['description', 'license', 'homepage'].filter((key) => !readString(manifest, key)).map((key) => `no ${key}`),
		...(typeof repository === 'string' && /^git\+https:\/\/github\.com\/.+\.git$/.test(repository)
			? []
			: ['its repository is not one of GitHub, as npm’s provenance wants it']),
		...(readPath(manifest, 'publishConfig', 'provenance') === true
			? []
			: ['publishConfig does not ask for provenance']),
		...(readPath(manifest, 'publishConfig', 'access') === 'public' ? [] : ['publishConfig does not say public']),
		...(keywords.includes('n8n-community-node-package') ? [] : ['n8n’s keyword is missing']),
		...(manifest.private === true ? ['it is private'] : []),
		...(isRecord(manifest.dependencies) && Object.keys(manifest.dependencies).length > 0 ? ['has dependencies'] : []),
	];
}
