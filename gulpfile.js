const { spawn } = require('node:child_process');
const { readFileSync, writeFileSync } = require('node:fs');
const { cp, mkdir, readdir, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');

const esbuild = require('esbuild');
const { parallel, series } = require('gulp');

const { bundleOptions } = require('./tools/bundleOptions');
const { bundledPackages, thirdPartyLicenses } = require('./tools/thirdPartyLicenses');
const { writeVendorPackages } = require('./tools/vendorPackages');

const root = __dirname;
const outDirectory = path.join(root, 'dist');

/** Files below `folder` whose name ends with one of `endings`, relative to the project, sorted. */
async function filesBelow(folder, ...endings) {
	const entries = await readdir(path.join(root, folder), { recursive: true });
	return entries
		.filter((entry) => endings.some((ending) => entry.endsWith(ending)))
		.map((entry) => `${folder}/${entry.split(path.sep).join('/')}`)
		.sort();
}

async function clean() {
	await rm(outDirectory, { recursive: true, force: true });
}

function typeCheck(done) {
	spawn(process.execPath, [require.resolve('typescript/bin/tsc'), '--noEmit'], {
		cwd: root,
		stdio: 'inherit',
	}).on('exit', (code) => done(code === 0 ? undefined : new Error('The type check failed')));
}

/** What esbuild put into each file, for the packages that are made of them. */
let builtFrom;

/** One file per node and credential: n8n Cloud allows no runtime dependencies, so what is imported is bundled. */
async function bundle() {
	const entryPoints = [
		...(await filesBelow('nodes', '.node.ts')),
		...(await filesBelow('credentials', '.credentials.ts')),
	];
	// Into memory first: a build that fails leaves the last good one where it is.
	const { outputFiles, metafile } = await esbuild.build({
		...bundleOptions(entryPoints, outDirectory),
		metafile: true,
		write: false,
	});
	builtFrom = metafile;
	const licenses = thirdPartyLicenses(bundledPackages(metafile));
	await rm(outDirectory, { recursive: true, force: true });
	for (const { path: file, contents } of outputFiles) {
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, contents);
	}
	await writeFile(path.join(outDirectory, 'THIRD_PARTY_LICENSES.txt'), licenses);
}

async function copyAssets() {
	const files = [...(await filesBelow('nodes', '.svg', '.json')), ...(await filesBelow('credentials', '.svg'))];
	for (const file of files) {
		const target = path.join(outDirectory, file);
		await mkdir(path.dirname(target), { recursive: true });
		await cp(path.join(root, file), target);
	}
}

/** package.json names every built file, in order, so that a new node cannot be forgotten there. */
async function checkPackageManifest() {
	const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
	const built = (list) => list.map((file) => `dist/${file.replace(/\.ts$/, '.js')}`);
	const nodes = built(await filesBelow('nodes', '.node.ts'));
	const credentials = built(await filesBelow('credentials', '.credentials.ts'));
	if (
		JSON.stringify(manifest.n8n.nodes) === JSON.stringify(nodes) &&
		JSON.stringify(manifest.n8n.credentials) === JSON.stringify(credentials)
	) {
		return;
	}
	if (process.env.CI) throw new Error('package.json does not list the built nodes and credentials: run npm run build');
	manifest.n8n.nodes = nodes;
	manifest.n8n.credentials = credentials;
	writeFileSync(path.join(root, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * The metadata n8n's lazy loader reads, so that starting n8n reads four JSON files and no code of
 * ours. n8n-core's own loader makes it, from the built files, in a process of its own.
 */
async function generateMetadata() {
	await generateMetadataIn(root);
}

async function generateMetadataIn(folder) {
	const code = await new Promise((resolve, reject) => {
		spawn(process.execPath, [path.join(root, 'node_modules/n8n-core/bin/generate-metadata')], {
			cwd: folder,
			stdio: ['ignore', 'ignore', 'inherit'],
		})
			.on('error', reject)
			.on('exit', resolve);
	});
	if (code !== 0) throw new Error(`n8n could not load the built package in ${folder}`);
	// Only development tools read these.
	await rm(path.join(folder, 'dist/methods'), { recursive: true, force: true });
}

/** The packages for one vendor each, in `packages/`, made of the files of the whole one. */
async function vendorPackages() {
	for (const folder of await writeVendorPackages(builtFrom)) await generateMetadataIn(folder);
}

const emit = series(checkPackageManifest, bundle, copyAssets, generateMetadata);

const packages = series(emit, vendorPackages);

exports.build = parallel(typeCheck, packages);
exports.packages = packages;
exports.emit = emit;
exports.clean = clean;
exports.default = exports.build;
