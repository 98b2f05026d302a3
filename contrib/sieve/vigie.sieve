# Vigie looks at each mail, and each mail is delivered as ever, whatever becomes of Vigie.
# See 90-vigie.conf.
require ["vnd.dovecot.pipe", "copy"];

# :copy  the mail goes on to the user's own script;
# :try   it does so where the program is missing, fails or is too slow as well.
pipe :copy :try "vigie-filter";
