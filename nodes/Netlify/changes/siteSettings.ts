import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../../shared/operation/errors';
import { parseRepositoryName } from '../../deployment/values/repositoryName';
import { switchField, textField } from '../../shared/fields/fields';
import type { NetlifyBuildSettings, NetlifySite } from '../api/types';

/** Fields of a site that a person may set, by their names in the node. All of them optional. */
export const settingsOptions: INodeProperties[] = [
	textField('Build Command', 'buildCommand', {
		placeholder: 'npm run build',
		description: 'What Netlify runs to build the site; a netlify.toml in the repository goes before it',
	}),
	textField('Custom Domain', 'customDomain', {
		placeholder: 'paintbox.candlefish.ai',
	}),
	{
		displayName: 'Force TLS',
		name: 'forceSsl',
		type: 'boolean',
		default: true,
		description: 'Whether visitors over plain HTTP are sent on to HTTPS',
	},
	textField('Functions Directory', 'functionsDirectory', {
		placeholder: 'netlify/functions',
	}),
	textField('Production Branch', 'productionBranch', {
		placeholder: 'main',
	}),
	textField('Publish Directory', 'publishDirectory', {
		placeholder: 'dist',
		description: 'The directory that the build leaves and Netlify serves',
	}),
	textField('Repository', 'repository', {
		placeholder: 'candlefish-ai/paintbox',
		description: 'The GitHub repository to build; Netlify\'s GitHub app must have access to it',
	}),
	switchField(
		'Stop Builds',
		'stopBuilds',
		'Whether Netlify builds nothing by itself',
	),
];

const buildFields: Readonly<Record<string, keyof NetlifyBuildSettings>> = {
	buildCommand: 'cmd',
	functionsDirectory: 'functions_dir',
	productionBranch: 'repo_branch',
	publishDirectory: 'dir',
	stopBuilds: 'stop_builds',
};

const siteFields: Readonly<Record<string, 'name' | 'custom_domain' | 'force_ssl'>> = {
	name: 'name',
	customDomain: 'custom_domain',
	forceSsl: 'force_ssl',
};

/** Build settings that are written back with those that change, so that Netlify loses none. */
const keptBuildFields = [
	'provider', 'repo_path', 'repo_branch', 'cmd', 'dir', 'functions_dir', 'stop_builds', 'installation_id',
] as const;

/**
 * The request's body for the wanted settings, which differ from the site's; empty when none does.
 *
 * @throws OperationFailure for a repository that cannot be read, or build settings without one.
 */
export function settingsBody(wanted: IDataObject, site: NetlifySite | null): IDataObject {
	const before = site?.build_settings ?? {};
	const changes: IDataObject = {};
	for (const [name, field] of Object.entries(siteFields)) {
		const value = wanted[name];
		if (value !== undefined && value !== (site?.[field] ?? '')) changes[field] = value;
	}
	const build: IDataObject = {};
	for (const [name, field] of Object.entries(buildFields)) {
		const value = wanted[name];
		if (value !== undefined && value !== (before[field] ?? (value === false ? false : ''))) build[field] = value;
	}
	if (typeof wanted.repository === 'string' && wanted.repository !== (before.repo_path ?? '')) {
		const repository = parseRepositoryName(wanted.repository);
		if (repository === null) {
			throw new OperationFailure(
				`Repository is not of the form owner/name: ${wanted.repository}`,
				'Give it such as candlefish-ai/paintbox',
			);
		}
		build.provider = 'github';
		build.repo_path = `${repository.owner}/${repository.name}`;
	}
	if (Object.keys(build).length === 0) return changes;
	if (!before.repo_path && build.repo_path === undefined) {
		throw new OperationFailure(
			`Site ${site?.name ?? String(wanted.name ?? '')} has no linked repository, so it has no build settings`,
			'Add Repository too, or leave the build settings out',
		);
	}
	const kept = Object.fromEntries(
		keptBuildFields.flatMap((field) =>
			before[field] === undefined || before[field] === null ? [] : [[field, before[field]]],
		),
	);
	return { ...changes, repo: { ...kept, ...build } };
}

/** Names of the fields that are not as wanted. */
export function differences(wanted: IDataObject, site: NetlifySite): string[] {
	const body = settingsBody(wanted, site);
	const { repo, ...fields } = body;
	const build = typeof repo === 'object' && repo !== null ? Object.entries(repo) : [];
	const before = site.build_settings ?? {};
	return [
		...Object.keys(fields),
		...build.filter(([field, value]) => Reflect.get(before, field) !== value).map(([field]) => field),
	];
}
