import { isRecord } from '../json';
import { changeFile, formatFiles, withEntry, withImport, type Written, writeNewFiles } from './files';
import { requirePascalCase } from './names';
import { nodeFilesOf } from './platformNode';
import { sandboxFilesOf } from './platformSandbox';

/** Writes a platform that runs: one operation, which reads a deployment that the sandbox brings to life. */
export async function newPlatform(root: string, name: string): Promise<Written> {
	const platform = requirePascalCase(name, 'The platform');
	const folder = platform.toLowerCase();
	const files = await writeNewFiles(root, { ...nodeFilesOf(platform), ...sandboxFilesOf(platform) });
	const create = `create${platform}Platform`;
	const changed = [
		await changeFile(root, 'sandbox/index.ts', create, (text) =>
			withEntry(withImport(text, `import { ${create} } from './${folder}/index';`), /\tplatforms: \[/, create),
		),
		await changeFile(root, 'package.json', `the node and the credential of ${platform}`, (text) =>
			withManifestEntries(text, platform),
		),
		await changeFile(root, 'tools/sandboxCredentials.ts', `slipway${platform}Api`, (text) =>
			withSeed(text, platform, folder),
		),
	];
	await formatFiles(root, [...files, ...changed]);
	return {
		files: [...files, ...changed],
		next: `npx jest test/nodes/${platform} passes already, and npm start has it in n8n and in the sandbox.
What is a guess in it: the address of the API, its paths, fields and words (nodes/${platform}/api, state/status.ts; sandbox/${folder}). Hold both against the vendor's contract (CONTRIBUTING.md, "Add a platform"), and draw its icon.`,
	};
}

/** In order, as the build writes them. */
function withManifestEntries(text: string, platform: string): string | undefined {
	const manifest: unknown = JSON.parse(text);
	if (!isRecord(manifest) || !isRecord(manifest.n8n)) return undefined;
	const { credentials, nodes } = manifest.n8n;
	if (!Array.isArray(credentials) || !Array.isArray(nodes)) return undefined;
	credentials.push(`dist/credentials/Slipway${platform}Api.credentials.js`);
	nodes.push(`dist/nodes/${platform}/${platform}.node.js`);
	credentials.sort();
	nodes.sort();
	return `${JSON.stringify(manifest, null, 2)}\n`;
}

function withSeed(text: string, platform: string, folder: string): string | undefined {
	const token = `${platform.toUpperCase()}_TOKEN`;
	const seed = `		{
			type: 'slipway${platform}Api',
			name: '${platform}',
			data: { baseUrl: \`\${sandboxOrigin}/${folder}\`, accessToken: ${token} },
		},
`;
	const end = text.lastIndexOf('\t];');
	if (end < 0) return undefined;
	return withImport(
		text.slice(0, end) + seed + text.slice(end),
		`import { ${token} } from '../sandbox/${folder}/seed';`,
	);
}
