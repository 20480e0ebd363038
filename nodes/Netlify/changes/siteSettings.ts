import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../shared/operation/errors';
import type { NetlifyBuildSettings, NetlifySite } from '../api/types';

const buildFields: Readonly<Record<string, keyof NetlifyBuildSettings>> = {
	buildCommand: 'cmd',
	functionsDirectory: 'functions_dir',
	productionBranch: 'repo_branch',
	publishDirectory: 'dir',
	stopBuilds: 'stop_builds',
	repository: 'repo_path',
};

const siteFields: Readonly<Record<string, 'name' | 'custom_domain' | 'force_ssl'>> = {
	name: 'name',
	customDomain: 'custom_domain',
	forceSsl: 'force_ssl',
};

/** Build settings that are written back with those that change, so that Netlify loses none. */
const keptBuildFields = [
	'provider',
	'repo_path',
	'repo_branch',
	'cmd',
	'dir',
	'functions_dir',
	'stop_builds',
	'installation_id',
] as const;

/**
 * The request's body for the wanted settings, by their names in the node, which differ from the site's;
 * empty when none does.
 *
 * @throws OperationFailure for build settings without a repository, or a repository that is emptied.
 */
export function settingsBody(wanted: IDataObject, site: NetlifySite | null): IDataObject {
	const before = site?.build_settings ?? {};
	const changes = changedFields(wanted, siteFields, (field) => site?.[field] ?? '');
	const build = changedFields(wanted, buildFields, (field, value) => before[field] ?? (value === false ? false : ''));
	if (Object.keys(build).length === 0) return changes;
	if (build.repo_path === '')
		throw new OperationFailure('Repository is empty', 'Fill in Repository, or take it out of Settings');
	if (build.repo_path !== undefined) build.provider = 'github';
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

function changedFields<Name extends string>(
	wanted: IDataObject,
	fields: Readonly<Record<string, Name>>,
	current: (field: Name, value: unknown) => unknown,
): IDataObject {
	const changes: IDataObject = {};
	for (const [name, field] of Object.entries(fields)) {
		const value = wanted[name];
		if (value !== undefined && value !== current(field, value)) changes[field] = value;
	}
	return changes;
}

/** Names of the fields that are not as wanted. */
export function differences(wanted: IDataObject, site: NetlifySite): string[] {
	const { repo, ...fields } = settingsBody(wanted, site);
	const build = typeof repo === 'object' && repo !== null ? Object.entries(repo) : [];
	const before = site.build_settings ?? {};
	return [
		...Object.keys(fields),
		...build.filter(([field, value]) => Reflect.get(before, field) !== value).map(([field]) => field),
	];
}
