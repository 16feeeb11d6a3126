// A house rule that oxlint does not have: importing a module does nothing.

/** Statements that only say what there is. What the value of a constant does is seen by scripts/check-entries.mjs. */
const DECLARATIONS = /^(Import|Export|TS)|^(Function|Class|Variable)Declaration$|^EmptyStatement$/;

const noModuleEffects = {
  create(context) {
    return {
      Program({ body }) {
        for (const statement of body) {
          if (DECLARATIONS.test(statement.type) || statement.directive) continue;
          context.report({ node: statement, message: 'Importing a module does nothing. Put this into a function, or into a register.ts or define.ts.' });
        }
      },
    };
  },
};

export default { meta: { name: 'house' }, rules: { 'no-module-effects': noModuleEffects } };
