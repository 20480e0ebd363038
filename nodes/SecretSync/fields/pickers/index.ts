import { searchContainers, searchSecrets, searchSecretVersions, searchTaskDefinitionFamilies } from './aws';
import { searchApps } from './fly';
import { searchEnvironments, searchRepositories } from './gitHub';
import { searchBranches, searchDatabases, searchProjects, searchRoles } from './neon';
import { searchSites } from './netlify';
import { searchRedisDatabases } from './upstash';

/** All pickers of the node. */
export const listSearch = {
	searchApps,
	searchBranches,
	searchContainers,
	searchDatabases,
	searchEnvironments,
	searchProjects,
	searchRedisDatabases,
	searchRepositories,
	searchRoles,
	searchSecrets,
	searchSecretVersions,
	searchSites,
	searchTaskDefinitionFamilies,
};
