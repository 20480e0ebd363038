import { requiredTextField } from '../../shared/fields/fields';

export const keyField = requiredTextField('Key', 'key', { placeholder: 'deploys:paintbox' });
