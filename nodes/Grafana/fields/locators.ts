import { enteredAs, locatorProperty, optionalLocator } from '../../shared/fields/locators';

export const dataSourceField = locatorProperty({
	displayName: 'Data Source',
	name: 'dataSource',
	description: 'A Prometheus of this stack',
	search: 'searchDataSources',
	enter: [enteredAs('uid', 'By UID', 'grafanacloud-prom')],
});

export const annotationField = optionalLocator(
	locatorProperty({
		displayName: 'Annotation',
		name: 'annotation',
		search: 'searchAnnotations',
		enter: [enteredAs('id', 'By ID', '123')],
	}),
	'Left empty, it is the one of the key',
);

export const silenceField = locatorProperty({
	displayName: 'Silence',
	name: 'silence',
	search: 'searchSilences',
	enter: [enteredAs('id', 'By ID', '0bd8c8f3-2c4f-4f1b-9a05-9b6f4a0b3c11')],
});

export const dashboardField = optionalLocator(
	locatorProperty({
		displayName: 'Dashboard',
		name: 'dashboard',
		search: 'searchDashboards',
		enter: [enteredAs('uid', 'By UID', 'slipway-deployments')],
	}),
	'Left empty, it is on every dashboard that shows its tags',
);

export const folderField = optionalLocator(
	locatorProperty({
		displayName: 'Folder',
		name: 'folder',
		search: 'searchFolders',
		enter: [enteredAs('uid', 'By UID', 'deployments')],
	}),
	'Left empty, a new dashboard is in none',
);
