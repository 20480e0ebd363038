export { searchClusters } from './searchClusters';
export { searchServiceDeployments } from './searchServiceDeployments';
export { searchServices } from './searchServices';
export { searchTaskDefinitionFamilies, searchTaskDefinitions } from './searchTaskDefinitions';
export { searchTasks } from './searchTasks';
