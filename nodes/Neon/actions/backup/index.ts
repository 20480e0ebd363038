import type { Resource } from '../../../shared/operation/operation';
import { conclude } from './conclude.operation';
import { list } from './list.operation';
import { restoreForm } from './restoreForm.operation';

export const backup: Resource = { value: 'backup', name: 'Backup', operations: [list, conclude, restoreForm] };
