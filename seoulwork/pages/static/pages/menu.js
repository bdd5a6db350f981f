// The account menu opens and closes without this. With it, Escape, a click elsewhere and leaving it by Tab close it too.
const menu = document.querySelector('.account-menu');

menu.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || !menu.open) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});
document.addEventListener('click', event => { if (!menu.contains(event.target)) menu.open = false; });
menu.addEventListener('focusout', event => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false; });

// A menu that is longer than its line begins where the reader is.
for (const here of document.querySelectorAll(':is(.site-menu, .tabs, .chips) [aria-current]')) {
  const line = here.closest('ul');
  line.scrollLeft = here.offsetLeft - line.offsetLeft - (line.clientWidth - here.offsetWidth) / 2;
}
