import type { INodePropertyOptions } from 'n8n-workflow';

import { option } from '../../../shared/fields/fields';

/** Netlify's deploy contexts, in its own words; `branch` comes with the name of one. */
export const contextOptions: INodePropertyOptions[] = [
	option('All', 'all', 'Wherever no value of its own is set'),
	option('Branch', 'branch', 'The deploys of one branch'),
	option('Branch Deploys', 'branch-deploy'),
	option('Deploy Previews', 'deploy-preview'),
	option('Local Development', 'dev'),
	option('Local Development Server', 'dev-server'),
	option('Production', 'production'),
];

export const scopeOptions: INodePropertyOptions[] = [
	option('Builds', 'builds'),
	option('Functions', 'functions'),
	option('Post Processing', 'post-processing'),
	option('Runtime', 'runtime'),
];
