// What the planner begins without: each of these may be missing, and the rest works.

for (const part of ["focus.js", "still.js", "seen.js", "keys.js", "rule.js", "course.js", "offline.js"]) import(`./${part}`).catch(() => {});
